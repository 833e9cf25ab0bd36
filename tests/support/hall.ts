import type { HostedSession, OnlinePage, PollAnswer, Position } from '@guestwall/protocol'
import { expect } from 'vitest'
import { BallotBox, talliesIn, VoteHost } from './votes.ts'
import { WireClient } from './wire-client.ts'

interface Answer {
  readonly status: number
  readonly code?: string
  readonly retryAfterMs?: number
}

/** With the default limits: a guest who has used up the burst waits for one refill, 60 s / 30. */
const REFILL_MS = 2_000
/** More than a guest may send at once. */
const MANY = 8

/** A session with somebody of each kind in it: guests by socket and by poll, a wall screen, a console, an open vote. */
export class Hall {
  readonly hosted: HostedSession
  readonly voteId: string
  readonly bySocket: WireClient
  readonly screen: WireClient
  readonly console: WireClient
  /** Of the guest who polls, and of the one who sends too much. */
  readonly tokens: { readonly polling: string; readonly flooding: string }
  /** Where each question goes: with several servers, a different one each time. */
  readonly #url: () => string
  readonly #come: WireClient[] = []
  #position: Position | null = null
  #round = 0

  private constructor(parts: Pick<Hall, 'hosted' | 'voteId' | 'bySocket' | 'screen' | 'console' | 'tokens'>, url: () => string) {
    this.hosted = parts.hosted
    this.voteId = parts.voteId
    this.bySocket = parts.bySocket
    this.screen = parts.screen
    this.console = parts.console
    this.tokens = parts.tokens
    this.#url = url
  }

  static async open(hosted: HostedSession, url: () => string): Promise<Hall> {
    const { session, hostToken, wallToken } = hosted
    const vote = await new VoteHost(url(), hosted).open()
    const [bySocket, screen, console] = await Promise.all([
      WireClient.join(url(), session.id, { guestName: '阿梅' }),
      WireClient.join(url(), session.id, { token: wallToken }),
      WireClient.join(url(), session.id, { token: hostToken }),
    ])
    const tokens = { polling: await joinByHttp(url(), session.id, '阿强'), flooding: await joinByHttp(url(), session.id, '话痨') }
    return new Hall({ hosted, voteId: vote.id, bySocket, screen, console, tokens }, url)
  }

  /** Every socket that is meant to be open. */
  get sockets(): readonly WireClient[] {
    return [this.bySocket, this.screen, this.console, ...this.#come]
  }

  /** A guest sends until it is refused: the wait that it is told is at most one refill. */
  async flood(): Promise<void> {
    // At once: one after the other they might take so long that each finds its rate refilled.
    const answers = await Promise.all(Array.from({ length: MANY }, (_, index) => this.#post(this.tokens.flooding, `flood-${index}`)))
    const refused = answers.filter(({ status }) => status !== 201)
    expect(refused.length).toBeGreaterThan(0)
    for (const { code, retryAfterMs } of refused) {
      expect(code).toBe('rate_limited')
      expect(retryAfterMs).toBeLessThanOrEqual(REFILL_MS)
    }
  }

  /** All guests go on: messages, ballots, tallies, polls. `pass` advances the time until the condition holds. */
  async goOn(pass: (holds: () => boolean) => Promise<void>): Promise<void> {
    this.#round += 1
    const round = this.#round
    const said = await this.bySocket.ask({ type: 'sendMessage', key: key('say', round), content: `第${round}句`, guestName: '阿梅' })
    expect(said.type, JSON.stringify(said)).toBe('ack')
    expect(await this.#post(this.tokens.polling, `poll-${round}`)).toMatchObject({ status: 201 })
    await this.#poll()
    await this.#vote(round, pass)
    expect(this.sockets.map(({ closed }) => closed)).toEqual(this.sockets.map(() => null))
  }

  /** New ones come by every way there is, with links from before and with new ones. */
  async newOnesCome(): Promise<void> {
    this.#round += 1
    const { session, hostToken, wallToken } = this.hosted
    const token = await joinByHttp(this.#url(), session.id, '新来的')
    const hellos = [{ guestName: '也是新来的' }, { token }, { token: hostToken }, { token: wallToken }]
    const come = await Promise.all(hellos.map((hello) => WireClient.join(this.#url(), session.id, hello)))
    this.#come.push(...come)
    const first = come[0] as WireClient
    const said = await first.ask({ type: 'sendMessage', key: key('new', this.#round), content: '我来了', guestName: '也是新来的' })
    expect(said.type, JSON.stringify(said)).toBe('ack')
    // A guest with a renewed credential comes back with that.
    const { token: renewed } = await first.frame('welcome')
    this.#come.push(await WireClient.join(this.#url(), session.id, { token: renewed }))
    expect((await this.#ask('GET', `/api/host/sessions/${session.id}/messages?status=shown`, hostToken)).status).toBe(200)
  }

  async online(): Promise<OnlinePage> {
    const answer = await this.#ask('GET', `/api/realtime/online?session=${this.hosted.session.id}`, this.tokens.polling)
    return (await answer.json()) as OnlinePage
  }

  async #poll(): Promise<void> {
    const query = this.#position === null ? '' : `&epoch=${this.#position.epoch}&lastEventId=${this.#position.lastEventId}`
    const response = await this.#ask('GET', `/api/realtime/poll?session=${this.hosted.session.id}${query}`, this.tokens.polling)
    expect(response.status).toBe(200)
    const answer = (await response.json()) as PollAnswer
    if ('snapshot' in answer) {
      // Only the first time: nobody's position was lost.
      expect(this.#position).toBeNull()
      this.#position = { epoch: answer.snapshot.epoch, lastEventId: answer.snapshot.lastEventId }
    } else {
      this.#position = { epoch: answer.epoch, lastEventId: answer.to }
    }
  }

  async #vote(round: number, pass: (holds: () => boolean) => Promise<void>): Promise<void> {
    const optionIds = [`o${(round % 3) + 1}`]
    const cast = await this.bySocket.ask({ type: 'castVote', key: key('cast', round), voteId: this.voteId, optionIds })
    expect(cast.type, JSON.stringify(cast)).toBe('ack')
    const box = new BallotBox(this.#url(), 1)
    const answer = await box.cast(this.tokens.polling, this.voteId, { key: key('put', round), optionIds })
    box.close()
    expect(answer?.status).toBe(200)
    // Both chose the same, and everybody is told.
    const isTold = (client: WireClient) => talliesIn(client.frames, this.voteId).at(-1)?.counts[optionIds[0] as string] === 2
    await pass(() => [this.bySocket, this.screen, this.console].every(isTold))
  }

  async #post(token: string, name: string): Promise<Answer> {
    const body = {
      session: this.hosted.session.id,
      key: `${name}-${this.hosted.session.id}-${this.#round}`,
      content: name,
      guestName: '客人',
    }
    const response = await this.#ask('POST', '/api/realtime/messages', token, body)
    return { ...((await response.json()) as object), status: response.status }
  }

  #ask(method: string, path: string, token: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    return fetch(this.#url() + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) })
  }

  close(): void {
    for (const socket of this.sockets) socket.close()
  }
}

function key(name: string, round: number): string {
  return `hall-${name}-${round}`
}

async function joinByHttp(url: string, sessionId: string, guestName: string): Promise<string> {
  const response = await fetch(`${url}/api/sessions/${sessionId}/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ guestName }),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { token: string }).token
}
