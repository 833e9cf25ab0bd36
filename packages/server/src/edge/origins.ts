import type { IncomingHttpHeaders } from 'node:http'

/** Decides whether a page may open a socket (cross-site WebSocket hijacking: browsers send the origin, CORS does not apply). */
export class Origins {
  readonly #allowed: ReadonlySet<string>
  readonly #trustsProxy: boolean

  /** `allowed`: exact origins besides the server's own, such as `https://example.com`. */
  constructor(allowed: readonly string[], trustsProxy: boolean) {
    this.#allowed = new Set(allowed)
    this.#trustsProxy = trustsProxy
  }

  /**
   * No header means no browser: programs may connect, for there is no cookie that a page could ride on. With the header, it must
   * be exactly this server's origin as the browser addressed it, or one of those allowed.
   */
  allows(headers: IncomingHttpHeaders): boolean {
    const { origin, host } = headers
    if (origin === undefined) return true
    const forwarded = this.#trustsProxy ? headers['x-forwarded-proto'] : undefined
    const scheme = forwarded === 'https' ? 'https' : 'http'
    return this.#allowed.has(origin) || (host !== undefined && origin === `${scheme}://${host}`)
  }
}
