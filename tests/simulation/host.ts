import type { CreateVoteBody, Moderation, Vote, WallMessage } from '@guestwall/protocol'
import type { SeededRandom } from '../support/seeded-random.ts'
import type { ServerProcess } from './server-process.ts'
import type { VirtualClock } from '@guestwall/protocol/testing'

const RETRY_MS = 1_000

/** The host's console, reduced to its calls: each is tried under one key until it is answered. */
export class Host {
  readonly #time: VirtualClock
  readonly #random: SeededRandom
  readonly #server: ServerProcess
  readonly #sessionId: string
  readonly #token: string
  #keys = 0

  constructor(parts: { time: VirtualClock; random: SeededRandom; server: ServerProcess; sessionId: string; token: string }) {
    this.#time = parts.time
    this.#random = parts.random
    this.#server = parts.server
    this.#sessionId = parts.sessionId
    this.#token = parts.token
  }

  /** Removes one of the messages that are there. */
  removeOne(): void {
    this.#call('GET', `/api/host/sessions/${this.#sessionId}/messages`, undefined, (body) => {
      const { messages } = body as { messages: WallMessage[] }
      if (messages.length === 0) return
      this.#call('POST', `/api/host/messages/${this.#random.pick(messages).id}/remove`, { key: this.#key() })
    })
  }

  /** Calls `done` when the server has answered. */
  moderate(moderation: Moderation, done: () => void = () => {}): void {
    this.#call('PATCH', `/api/host/sessions/${this.#sessionId}`, { key: this.#key(), moderation }, done)
  }

  /** Makes a vote and opens it. */
  openVote(words: Omit<CreateVoteBody, 'key'>): void {
    this.#call('POST', `/api/host/sessions/${this.#sessionId}/votes`, { ...words, key: this.#key() }, (body) => {
      const { vote } = body as { vote?: Vote }
      if (vote !== undefined) this.turnVote(vote.id, 'open')
    })
  }

  turnVote(voteId: string, turn: 'open' | 'close' | 'reveal' | 'hide' | 'reopen' | 'rerun'): void {
    this.#call('POST', `/api/host/votes/${voteId}/${turn}`, { key: this.#key() })
  }

  #key(): string {
    this.#keys += 1
    return `host-key-${this.#keys}`
  }

  #call(method: string, path: string, body: unknown, done: (body: unknown) => void = () => {}): void {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    this.#time.setTimer(this.#random.int(5, 80), () =>
      this.#server.exchange(path, init, (answer) => {
        if (answer !== null && answer.status < 500) done(JSON.parse(answer.text))
        else this.#time.setTimer(RETRY_MS, () => this.#call(method, path, body, done))
      }),
    )
  }
}
