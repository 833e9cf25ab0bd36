import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { Clock } from '../domain/ports.ts'

/** One line of the log in this time, however many come. */
const WARN_MS = 60_000
/** What may stand in a `Host` header that is shown to a person: a name or an address, and a port. */
const PRESENTABLE = /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/
/** Endings that the public name system never gives out: nobody can make such a name point here from outside. */
const PRIVATE_ENDINGS = ['localhost', 'local', 'lan', 'internal', 'home.arpa', 'test']

interface HostNamesParts {
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined
  /** `ALLOWED_ORIGINS`, as they were given. */
  readonly allowedOrigins: readonly string[]
  readonly trustsProxy: boolean
  readonly clock: Clock
  readonly warn: (line: string) => void
}

/**
 * Under which names this server answers (DNS rebinding: a stranger's page makes its own name point at a machine of this network, and is then
 * of one origin with it). An address is no name, and names without a dot or with a private ending are given by this network alone; any other
 * must be told by `PUBLIC_URL` or `ALLOWED_ORIGINS`. A proxy that is trusted has chosen the names already where `PUBLIC_URL` is not set.
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

  /** `host`: the header. Without one it is no browser's request. */
  knows(host: string | undefined): boolean {
    if (host === undefined || this.#takesAll) return true
    const name = nameIn(host)
    return isAddress(name) || this.#names.has(name) || !name.includes('.') || PRIVATE_ENDINGS.some((ending) => name.endsWith(`.${ending}`))
  }

  /** A request under another name was refused. */
  refused(host: string): void {
    const now = this.#clock.now()
    if (now - this.#warnedAtMs < WARN_MS) return
    this.#warnedAtMs = now
    this.#warn(`asked as ${presentable(host) ?? 'a name that is none'}, which is no name of this server. ${advice(host)}`)
  }
}

/** What the operator should do, in one sentence. */
export function advice(host: string): string {
  const name = presentable(host)
  const example = name === null ? 'https://wall.example' : `https://${name}`
  return `If guests use that address, set PUBLIC_URL=${example}; if it is a further one, add it to ALLOWED_ORIGINS`
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
