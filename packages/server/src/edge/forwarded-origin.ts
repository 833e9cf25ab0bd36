const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i
const HOST = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/

/**
 * The origin that the browser sent to a trusted proxy (`X-Forwarded-Proto` and `-Host`, else `Host`); `null` for a request that did not come
 * through the proxy, or that came from the proxy's own machine. It appears only in the answer to this request: a false header harms its sender
 * only.
 */
export function forwardedOrigin(header: (name: string) => string | undefined): string | null {
  const proto = first(header('x-forwarded-proto'))
  if (proto !== 'http' && proto !== 'https') return null
  const host = first(header('x-forwarded-host')) ?? header('host')
  // Only a host and a port: no user, no path, no space.
  if (host === undefined || !HOST.test(host) || !URL.canParse(`${proto}://${host}`)) return null
  const { origin, hostname } = new URL(`${proto}://${host}`)
  return LOOPBACK.test(hostname) ? null : origin
}

/** Each proxy of a chain appends its value; the first value comes from the browser. */
function first(list: string | undefined): string | undefined {
  return list?.split(',')[0]?.trim()
}
