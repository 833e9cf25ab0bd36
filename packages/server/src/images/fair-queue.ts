/** Work that waits for a place. */
interface Waiting {
  readonly party: string
  readonly cost: number
  /** The virtual time at which it would end if all parties were served at once. The smallest is next. */
  readonly tag: number
  /** The tag of the party before this work. */
  readonly before: number
  readonly settle: (isIts: boolean) => void
}

interface Party {
  /** The tag of its newest work. */
  tag: number
  /** Its works in line and at work. */
  works: number
}

/**
 * The line before scarce work, in fair turns: parties with work have equal shares of it, by cost, however much each of them brings. So a cheap work
 * waits for about one expensive one of others, and an expensive one is never passed over for ever (weighted fair queueing).
 */
export class FairQueue {
  readonly #atWork: number
  readonly #room: number
  readonly #ofParty: number
  readonly #parties = new Map<string, Party>()
  #waiting: Waiting[] = []
  #working = 0
  /** The virtual time: the share that each party with work has been given. */
  #now = 0

  /** `atWork`: works at once. `room`: the cost of all that may wait. `ofParty`: works of one party, in line and at work. */
  constructor({ atWork, room, ofParty }: { readonly atWork: number; readonly room: number; readonly ofParty: number }) {
    this.#atWork = atWork
    this.#room = room
    this.#ofParty = ofParty
  }

  /** Does the work in its party's turn. `null`: nothing was done, because the party has enough in line, or the line is full and this would be the last of it. */
  async run<Result>(party: string, cost: number, work: () => Promise<Result>): Promise<Result | null> {
    const own = this.#parties.get(party) ?? { tag: 0, works: 0 }
    if (own.works >= this.#ofParty) return null
    this.#parties.set(party, own)
    own.works += 1
    const before = own.tag
    own.tag = Math.max(this.#now, before) + cost
    try {
      if (this.#working < this.#atWork) this.#working += 1
      else if (!(await this.#wait({ party, cost, tag: own.tag, before }))) return null
      try {
        return await work()
      } finally {
        this.#now += cost / this.#parties.size
        this.#passOn()
      }
    } finally {
      own.works -= 1
      if (own.works === 0) this.#parties.delete(party)
      if (this.#parties.size === 0) this.#now = 0
    }
  }

  /** Resolves with `false` where the work lost its place in a full line. */
  #wait(work: Omit<Waiting, 'settle'>): Promise<boolean> {
    return new Promise((settle) => {
      const after = this.#waiting.findIndex(({ tag }) => tag > work.tag)
      this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, { ...work, settle })
      while (this.#waiting.length > 1 && this.#waiting.reduce((sum, { cost }) => sum + cost, 0) > this.#room) this.#dropLast()
    })
  }

  #dropLast(): void {
    const last = this.#waiting.pop()
    if (last === undefined) return
    // It is the newest of its party: what was not done does not count against the party.
    const party = this.#parties.get(last.party)
    if (party !== undefined) party.tag = last.before
    last.settle(false)
  }

  /** Gives the place to the next in line; nobody else can take it in between. */
  #passOn(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#working -= 1
    else next.settle(true)
  }
}
