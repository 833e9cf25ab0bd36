import type { IncomingHttpHeaders } from 'node:http'
import { isOrigin } from './origin-patterns.ts'

type Headers = Readonly<Pick<IncomingHttpHeaders, 'origin' | 'host'>> & { readonly 'x-forwarded-proto'?: string | string[] | undefined }

/** Decides whether a page may connect (cross-site WebSocket hijacking: browsers send the origin, CORS does not apply). */
export class Origins {
  readonly #allowed: ReadonlySet<string>
  readonly #anyPort: readonly string[]
  readonly #trustsProxy: boolean

  /** `allowed`: patterns of origins besides the server's own. */
  constructor(allowed: readonly string[], trustsProxy: boolean) {
    this.#allowed = new Set(allowed)
    this.#anyPort = allowed.filter((pattern) => pattern.endsWith(':*')).map((pattern) => pattern.slice(0, -':*'.length))
    this.#trustsProxy = trustsProxy
  }

  /**
   * Without the header the client is not a browser, and it may connect: there is no cookie that a page could abuse. With the header, the
   * origin must be the server's own, as the browser addressed it, or one of those allowed.
   */
  allows(headers: Headers): boolean {
    const { origin } = headers
    return origin === undefined || origin === this.#own(headers) || this.lists(origin)
  }

  /** Whether the origin is one of those allowed, without the server's own. */
  lists(origin: string): boolean {
    if (this.#allowed.has(origin) || this.#allowed.has('*')) return true
    return isOrigin(origin) && this.#anyPort.includes(origin.replace(/:\d+$/, ''))
  }

  /** Says in one sentence which variable the operator should set so that this page may connect. */
  adviceFor(headers: Headers): { readonly cause: 'tls' | 'other'; readonly advice: string } {
    const { origin = '', host = '' } = headers
    if (origin === `https://${host}`) {
      const advice = `a page that says it is of ${origin} cannot connect: where that is the address of this wall, a proxy ends TLS before this server. Write it into PUBLIC_URL; or set TRUST_PROXY=1, if every request comes through that proxy and it sets X-Forwarded-Proto`
      return { cause: 'tls', advice }
    }
    const advice = `a page that says it is of ${origin} may not connect to ${host}: anybody can send that name. If it is the address of this wall, write it into PUBLIC_URL; if it is another site of yours, add it to ALLOWED_ORIGINS`
    return { cause: 'other', advice }
  }

  #own(headers: Headers): string | null {
    const { host } = headers
    if (host === undefined) return null
    const isTls = this.#trustsProxy && headers['x-forwarded-proto'] === 'https'
    return `${isTls ? 'https' : 'http'}://${host}`
  }
}
