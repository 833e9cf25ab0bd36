import { memoryStorage, RealtimeClient, webSocketFactory } from '@guestwall/client'
import { HostClient } from '@guestwall/client/host'
import type { HostedSession } from '@guestwall/protocol'
import { WebSocket } from 'ws'
import { QUESTION, WISHES } from './demo-texts.ts'

const MESSAGE_EVERY_MS = 3_000
/** The guests vote one after the other, so that the counts move. */
const BALLOT_EVERY_MS = 4_000
const FIRST_BALLOT_MS = 4_000
/** The options of the ballots, in turn. */
const CHOICES = [0, 1, 0, 2, 0]

/** A session with guests that are online, write and vote, through the public SDK as any program would. */
export class Demo {
  readonly hosted: HostedSession
  readonly #apiUrl: string
  readonly #guests: RealtimeClient[] = []
  readonly #timers: NodeJS.Timeout[] = []
  readonly #host: HostClient
  #isStopped = false

  private constructor(apiUrl: string, host: HostClient, hosted: HostedSession) {
    this.#apiUrl = apiUrl
    this.#host = host
    this.hosted = hosted
  }

  /** Its guests repeat themselves, which the filter would hold. */
  static async create(apiUrl: string, operatorToken: string): Promise<Demo> {
    const host = new HostClient({ url: apiUrl, operatorToken })
    return new Demo(apiUrl, host, await host.createSession({ title: '林晓 & 陈默', subtitle: 'A demo session · 演示', filter: 'off' }))
  }

  /** Opens the vote and lets the guests in. Messages and ballots come from then on, until `stop`. */
  async start(): Promise<void> {
    const { session, hostToken } = this.hosted
    const host = this.#host.session(session.id, hostToken)
    const vote = await host.createVote({ question: QUESTION.question, options: [...QUESTION.options] })
    await host.actOnVote(vote.id, 'open')
    for (const { guest } of WISHES) this.#guests.push(this.#join(guest))
    this.#each(MESSAGE_EVERY_MS, 0, (turn) => {
      const at = turn % WISHES.length
      const wish = WISHES[at]
      if (wish !== undefined) void this.#guests[at]?.sendMessage(wish.text, wish.guest).catch(this.#complain)
    })
    this.#each(BALLOT_EVERY_MS, FIRST_BALLOT_MS, (turn) => {
      const option = vote.options[CHOICES[turn % CHOICES.length] ?? 0]
      if (option !== undefined) void this.#guests[turn % WISHES.length]?.castVote(vote.id, [option.id]).catch(this.#complain)
    })
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const guest of this.#guests) guest.close()
  }

  #join(guestName: string): RealtimeClient {
    const client = new RealtimeClient({
      url: this.#apiUrl,
      session: this.hosted.session.id,
      guestName,
      storage: memoryStorage(),
      transports: { socket: webSocketFactory(WebSocket) },
    })
    client.connect()
    return client
  }

  #each(everyMs: number, firstMs: number, act: (turn: number) => void): void {
    let turn = 0
    const next = () => act(turn++)
    this.#timers.push(setTimeout(next, firstMs), setInterval(next, everyMs))
  }

  readonly #complain = (error: unknown): void => {
    // A request in progress when the demo ends is refused, as it should be.
    if (!this.#isStopped) console.error(`  demo: ${error instanceof Error ? error.message : String(error)}`)
  }
}
