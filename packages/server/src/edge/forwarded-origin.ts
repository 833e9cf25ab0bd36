const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i
const HOST = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/

/**
 * The origin under which a trusted proxy was asked (`X-Forwarded-Proto` and `-Host`, else `Host`); `null` where a request came past it, or from
 * the proxy's own machine. Only the answer to this request says it, so that a peer who lies fools himself.
 */
export function forwardedOrigin(header: (name: string) => string | undefined): string | null {
  const proto = first(header('x-forwarded-proto'))
  if (proto !== 'http' && proto !== 'https') return null
  const host = first(header('x-forwarded-host')) ?? header('host')
  // A host and a port, nothing else: no user, no path, no space.
  if (host === undefined || !HOST.test(host) || !URL.canParse(`${proto}://${host}`)) return null
  const { origin, hostname } = new URL(`${proto}://${host}`)
  return LOOPBACK.test(hostname) ? null : origin
}

/** Each proxy of a chain adds what it heard; the first heard it from the browser. */
function first(list: string | undefined): string | undefined {
  return list?.split(',')[0]?.trim()
}
