/** More than the addresses of one machine. */
const MAX_HOSTS = 64

/** The number of guests who joined at each address. */
export interface ArrivalCounts {
  /** `host`: the `Host` header of the request that joined. */
  note(host: string | undefined): void
  /** How many joined at this URL. */
  at(url: string): number | Promise<number>
}

/** The number of guests who joined at each address of this server since it started: phones reach an address at which some did. */
export class Arrivals implements ArrivalCounts {
  readonly #byHost = new Map<string, number>()

  note(host: string | undefined): void {
    if (host === undefined) return
    const name = host.toLowerCase()
    const known = this.#byHost.get(name)
    if (known === undefined && this.#byHost.size >= MAX_HOSTS) return
    this.#byHost.set(name, (known ?? 0) + 1)
  }

  at(url: string): number {
    return this.#byHost.get(new URL(url).host) ?? 0
  }
}
