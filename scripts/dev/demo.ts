import { memoryStorage, RealtimeClient, webSocketFactory } from '@guestwall/client'
import type { HostedSession } from '@guestwall/protocol'
import { WebSocket } from 'ws'
import { QUESTION, WISHES } from './demo-texts.ts'

const MESSAGE_EVERY_MS = 3_000
/** Guests whose ballots count at once would be all there is to see: they vote one after the other. */
const BALLOT_EVERY_MS = 4_000
const FIRST_BALLOT_MS = 4_000

/** A session with guests that are online, write and vote, through the public SDK and the HTTP API as any program would. */
export class Demo {
  readonly hosted: HostedSession
  readonly #apiUrl: string
  readonly #guests: RealtimeClient[] = []
  readonly #timers: NodeJS.Timeout[] = []
  #isStopped = false

  private constructor(apiUrl: string, hosted: HostedSession) {
    this.#apiUrl = apiUrl
    this.hosted = hosted
  }

  static async create(apiUrl: string, operatorToken: string): Promise<Demo> {
    const session = { title: '林晓 & 陈默', subtitle: 'A demo session · 演示' }
    return new Demo(apiUrl, await request<HostedSession>(`${apiUrl}/api/sessions`, session, operatorToken))
  }

  /** Opens the vote and lets the guests in. Messages and ballots come from then on, until `stop`. */
  async start(): Promise<void> {
    const { id } = this.hosted.session
    const { vote } = await this.#asHost<{ vote: { id: string; options: { id: string }[] } }>(`sessions/${id}/votes`, {
      key: 'demo-vote',
      ...QUESTION,
    })
    await this.#asHost(`votes/${vote.id}/open`, {})
    for (const { guest } of WISHES) this.#guests.push(this.#join(guest))
    this.#each(MESSAGE_EVERY_MS, 0, (turn) => {
      const at = turn % WISHES.length
      const wish = WISHES[at]
      if (wish !== undefined) void this.#guests[at]?.sendMessage(wish.text, wish.guest).catch(this.#complain)
    })
    this.#each(BALLOT_EVERY_MS, FIRST_BALLOT_MS, (turn) => {
      // The first option wins most of the time, and guests change their minds.
      const option = vote.options[(turn * turn) % vote.options.length]
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
    // What was on its way when the demo ended is refused, as it should be.
    if (!this.#isStopped) console.error(`  demo: ${error instanceof Error ? error.message : String(error)}`)
  }

  #asHost<Answer>(path: string, body: unknown): Promise<Answer> {
    return request<Answer>(`${this.#apiUrl}/api/host/${path}`, body, this.hosted.hostToken)
  }
}

async function request<Answer>(url: string, body: unknown, token: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
