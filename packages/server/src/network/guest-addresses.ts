import type { InterfaceAddress } from './adapters.ts'
import { type Candidate, candidatesOf, urlOf } from './candidates.ts'

/** Where the server listens: all addresses of both kinds, those of IPv4, or this one. */
const ANY = '::'
const ANY_IPV4 = '0.0.0.0'
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i
/** How long the answers of the system are kept. */
const FRESH_MS = 1_000

/** A candidate with its URL. */
export interface ListedAddress extends Candidate {
  readonly url: string
}

/** The choice of the operator, kept for the next start. */
export interface KeptChoice {
  read(): AddressChoice | null
  write(choice: AddressChoice | null): void
}

/** The adapter is kept, because its address may change. */
export interface AddressChoice {
  readonly adapter: string
  readonly address: string
}

export interface GuestAddressParts {
  /** `HOST`. */
  readonly host: string
  readonly interfaces: () => readonly InterfaceAddress[]
  readonly sources: () => Promise<readonly string[]>
  readonly choice: KeptChoice
  readonly clock: { now(): number }
}

/** The addresses of this server for guests, on the present network. */
export class GuestAddresses {
  readonly #parts: GuestAddressParts
  #choice: AddressChoice | null
  #sources: readonly string[] = []
  #candidates: { readonly found: readonly Candidate[]; readonly at: number } | null = null

  constructor(parts: GuestAddressParts) {
    this.#parts = parts
    this.#choice = parts.choice.read()
  }

  /** Reads the default routes of the system. Called at the start and from time to time. */
  async refresh(): Promise<void> {
    this.#sources = await this.#parts.sources()
    this.#candidates = null
  }

  /** Whether there are addresses for phones and `HOST` excludes all of them. */
  get isLimitedByHost(): boolean {
    if (LOOPBACK.test(this.#parts.host)) return true
    const isForPhones = ({ isOwnNetwork }: Candidate) => !isOwnNetwork
    return this.#current().some(isForPhones) && !this.list(0).some(isForPhones)
  }

  /** Every address on which the server listens, best first. */
  list(port: number): ListedAddress[] {
    const { host } = this.#parts
    if (LOOPBACK.test(host)) return []
    const candidates = this.#current()
    if (host === ANY || host === ANY_IPV4) {
      const answering = host === ANY ? candidates : candidates.filter(({ address }) => !address.includes(':'))
      return answering.map((candidate) => ({ ...candidate, url: urlOf(candidate.address, port) }))
    }
    const only = candidates.find(({ address }) => address === host)
    return [{ ...(only ?? { adapter: host, kind: 'network', address: host, isOwnNetwork: false }), url: urlOf(host, port) }]
  }

  /** The address for guests: the chosen one, else the best; the local one where phones can reach none. */
  guestUrl(port: number): string {
    const listed = this.list(port)
    const best = this.#chosenOf(listed) ?? listed.find(({ isOwnNetwork }) => !isOwnNetwork)
    return best?.url ?? this.localUrl(port)
  }

  /** The address for this computer itself. */
  localUrl(port: number): string {
    const { host } = this.#parts
    return host === ANY || host === ANY_IPV4 ? `http://localhost:${port}` : urlOf(host, port)
  }

  /** The URL of the operator's choice, where it exists now. */
  chosen(port: number): string | null {
    return this.#chosenOf(this.list(port))?.url ?? null
  }

  /** Chooses one of `list`, or `null` for the best one. Returns whether there is such an address. */
  choose(url: string | null, port: number): boolean {
    const found = this.list(port).find((listed) => listed.url === url)
    if (url !== null && found === undefined) return false
    const choice = found === undefined ? null : { adapter: found.adapter, address: found.address }
    this.#parts.choice.write(choice)
    this.#choice = choice
    return true
  }

  #chosenOf(listed: readonly ListedAddress[]): ListedAddress | undefined {
    const choice = this.#choice
    if (choice === null) return undefined
    const ofAdapter = listed.filter(({ adapter }) => adapter === choice.adapter)
    return ofAdapter.find(({ address }) => address === choice.address) ?? ofAdapter[0]
  }

  #current(): readonly Candidate[] {
    const now = this.#parts.clock.now()
    if (this.#candidates === null || now - this.#candidates.at >= FRESH_MS) {
      this.#candidates = { found: candidatesOf(this.#parts.interfaces(), this.#sources), at: now }
      // Another worker may have been asked to choose.
      this.#choice = this.#parts.choice.read()
    }
    return this.#candidates.found
  }
}
