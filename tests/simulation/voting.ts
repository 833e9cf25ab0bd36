import type { Results, Vote } from '@guestwall/protocol'
import type { SeededRandom } from '../support/seeded-random.ts'
import type { Device } from './device.ts'
import type { Host } from './host.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

/** The parts that the voting acts on. */
export interface VotingStage {
  readonly time: VirtualClock
  /** A stream of its own: a run without votes is the run that its seed always was. */
  readonly random: SeededRandom
  readonly devices: readonly Device[]
  readonly host: Host
  /** The votes that were opened so far, as the log tells of them. */
  votes(): readonly Vote[]
  castElsewhere(voteId: string, ballots: readonly { readonly guest: string; readonly optionIds: readonly string[] }[]): void
  /** Told what is done. */
  note(what: string): void
}

const WEIGHTS = { cast: 24, waver: 6, rush: 5, castIntoDark: 4, elsewhere: 6, open: 2, turn: 7, closeInRush: 3 }
type Doing = keyof typeof WEIGHTS

/** The host's action on a vote, by its state: mostly one that applies. */
const ACTIONS = {
  draft: { open: 1, close: 0, reopen: 0, reveal: 0, hide: 0, rerun: 0 },
  open: { open: 0, close: 5, reopen: 1, reveal: 2, hide: 2, rerun: 0 },
  closed: { open: 0, close: 1, reopen: 8, reveal: 1, hide: 1, rerun: 2 },
} as const
type VoteAction = keyof (typeof ACTIONS)['open']
const RESULTS: readonly Results[] = ['always', 'afterVoting', 'afterClose', 'never']

/** Guests who vote and a host who opens, closes, shows and hides, beside whatever else happens in a run. */
export class Voting {
  readonly #stage: VotingStage
  #isOver = false
  #guests = 0
  #opened = 0

  constructor(stage: VotingStage) {
    this.#stage = stage
  }

  start(): void {
    this.#do('open')
    this.#next()
  }

  stop(): void {
    this.#isOver = true
  }

  #next(): void {
    const { time, random } = this.#stage
    time.setTimer(random.is(0.4) ? random.int(0, 80) : random.int(100, 1_500), () => {
      if (this.#isOver) return
      this.#do(random.weighted(WEIGHTS))
      this.#next()
    })
  }

  #do(name: Doing): void {
    const { random, devices, note } = this.#stage
    const device = random.pick(devices)
    note(`${name} ${DOINGS[name](this, device) ?? device.name}`)
  }

  /** A choice in one of the votes, now and then one that cannot be. */
  cast(device: Device): string | void {
    const { random } = this.#stage
    const vote = this.pickVote(0.9)
    if (vote === null || device.openTabs.length === 0) return
    const count = random.int(1, vote.maxChoices)
    const ids = vote.options.map(({ id }) => id)
    const chosen = Array.from({ length: count }, () => ids.splice(random.int(0, ids.length - 1), 1)).flat()
    if (random.is(0.03)) chosen.push('o99')
    random.pick(device.openTabs).cast(vote.id, chosen)
    return `${device.name} ${vote.id} ${chosen.join('+')}`
  }

  /** One of those that are open, as often as `open` says. */
  pickVote(open: number): Vote | null {
    const { random } = this.#stage
    const all = this.#stage.votes()
    const votes = random.is(open) ? all.filter(({ state }) => state === 'open') : all
    return votes.length === 0 ? (all.at(-1) ?? null) : random.pick(votes)
  }

  open(): string {
    const { random, host } = this.#stage
    this.#opened += 1
    const options = Array.from({ length: random.int(2, 4) }, (_, index) => `option ${index + 1}`)
    const results = random.pick(RESULTS)
    const maxChoices = random.is(0.3) ? 2 : 1
    host.openVote({ question: `vote ${this.#opened}`, options, results, maxChoices, changeable: random.is(0.7) })
    return results
  }

  turn(asked?: VoteAction): string {
    const { random, host } = this.#stage
    const vote = this.pickVote(asked === undefined ? 0.3 : 1)
    if (vote === null) return 'nothing'
    const turn = asked ?? random.weighted(ACTIONS[vote.state])
    host.turnVote(vote.id, turn)
    return `${turn} ${vote.id}`
  }

  elsewhere(count: number): string {
    const { random, castElsewhere } = this.#stage
    const vote = this.pickVote(0.95)
    if (vote === null) return 'nothing'
    const ballots = Array.from({ length: count }, () => {
      this.#guests += 1
      return { guest: `far${this.#guests}`, optionIds: [random.pick(vote.options).id] }
    })
    castElsewhere(vote.id, ballots)
    return `${count} in ${vote.id}`
  }

  get stage(): VotingStage {
    return this.#stage
  }
}

const DOINGS: Readonly<Record<Doing, (voting: Voting, device: Device) => string | void>> = {
  cast: (voting, device) => voting.cast(device),
  /** One guest cannot decide. */
  waver(voting, device) {
    const { random, time } = voting.stage
    for (let turn = 0; turn < 4; turn += 1) time.setTimer(random.int(0, 400), () => void voting.cast(device))
  },
  /** All at one word. */
  rush(voting) {
    for (const device of voting.stage.devices) voting.cast(device)
    voting.elsewhere(5)
    return 'all'
  },
  /** The ballot may have left, its answer does not come back; meanwhile the host may close. */
  castIntoDark(voting, device) {
    const { random, time } = voting.stage
    voting.cast(device)
    time.setTimer(random.int(20, 400), () => {
      device.weather.darken()
      if (random.is(0.4)) voting.turn('close')
      if (random.is(0.5)) device.cutSockets(random.pick(['both', 'client'] as const))
      time.setTimer(random.int(1_000, 12_000), () => device.weather.lighten())
    })
  },
  elsewhere: (voting) => voting.elsewhere(voting.stage.random.int(1, 12)),
  open: (voting) => voting.open(),
  turn: (voting) => voting.turn(),
  /** The close is in the middle of the ballots. */
  closeInRush(voting) {
    const { random, time, devices } = voting.stage
    for (const device of devices) time.setTimer(random.int(0, 60), () => void voting.cast(device))
    return voting.turn('close')
  },
}
