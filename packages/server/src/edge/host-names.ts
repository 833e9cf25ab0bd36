import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { Clock } from '../domain/ports.ts'
import { remembered } from '../domain/remembered.ts'

/** Headers of which is remembered whether they name this server. */
const MAX_REMEMBERED = 64
/** The shortest time between two log lines. */
const WARN_MS = 60_000
/** A `Host` header that may be shown to a person: a name or an address, and a port. */
const PRESENTABLE = /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/
/** Endings that public DNS never resolves: an attacker cannot point such a name at this server. */
const PRIVATE_ENDINGS = ['localhost', 'local', 'lan', 'internal', 'home.arpa', 'test']

interface HostNamesParts {
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined
  /** `ALLOWED_ORIGINS`, unchanged. */
  readonly allowedOrigins: readonly string[]
  readonly trustsProxy: boolean
  readonly clock: Clock
  readonly warn: (line: string) => void
}

/**
 * Decides under which host names this server answers. It prevents DNS rebinding: an attacker's page points its own name at a machine of this
 * network and then has the same origin. IP addresses, names without a dot and names with a private ending are safe; any other name must be in
 * `PUBLIC_URL` or `ALLOWED_ORIGINS`. Where `PUBLIC_URL` is not set, a trusted proxy has already selected the names.
 */
export class HostNames {
  readonly #names: ReadonlySet<string>
  readonly #takesAll: boolean
  readonly #clock: Clock
  readonly #warn: (line: string) => void
  #warnedAtMs = Number.NEGATIVE_INFINITY

  constructor({ publicUrl, allowedOrigins, trustsProxy, clock, warn }: HostNamesParts) {
    const told = [...(publicUrl === undefined ? [] : [publicUrl]), ...allowedOrigins.filter((origin) => origin !== '*')]
    const names = told.map((origin) => nameIn(origin.replace(/^[a-z]+:\/\//i, '').replace(/:\*$/, '')))
    this.#names = new Set([...names, hostname().toLowerCase()])
    this.#takesAll = allowedOrigins.includes('*') || (trustsProxy && publicUrl === undefined)
    this.#clock = clock
    this.#warn = warn
  }

  /** `host`: the header. Browsers always send one. */
  knows(host: string | undefined): boolean {
    return host === undefined || this.#takesAll || this.#isKnown(host)
  }

  /** All guests of a hall ask by one name or by few. */
  readonly #isKnown = remembered((host: string) => this.#isOwn(host), MAX_REMEMBERED)

  #isOwn(host: string): boolean {
    const name = nameIn(host)
    return isAddress(name) || this.#names.has(name) || !name.includes('.') || PRIVATE_ENDINGS.some((ending) => name.endsWith(`.${ending}`))
  }

  /** Logs a request that was refused because of its name. */
  refused(host: string): void {
    const now = this.#clock.now()
    if (now - this.#warnedAtMs < WARN_MS) return
    this.#warnedAtMs = now
    this.#warn(
      `asked as ${presentable(host) ?? 'a name that is none'}, which is no name of this server; anybody can send that name. If it is the address of this wall, write it into PUBLIC_URL; if it is a further one, add it to ALLOWED_ORIGINS`,
    )
  }
}

export function presentable(host: string): string | null {
  return PRESENTABLE.test(host) ? host : null
}

/** Without port, without the dot at the end, in lower case. */
function nameIn(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
}
