import { Agent, request } from 'node:http'
import {
  CAST_VOTE,
  type CreateVoteBody,
  type HostedSession,
  pathOf,
  ROUTES,
  type ServerFrame,
  type Vote,
  type VotePayload,
} from '@guestwall/protocol'
import { parseAnswer } from '@guestwall/protocol/testing'
import { type Store, systemClock, Tokens } from '@guestwall/server'
import { expect } from 'vitest'
import { TOKEN_SECRET } from './guestwall.ts'
import { post } from './http-calls.ts'

/** The ballots that a recount reads at once: more than any test has. */
const ALL = 1_000_000

type Action = 'open' | 'close' | 'reveal' | 'hide' | 'reopen' | 'rerun'

/** The host's console, reduced to its calls about votes. */
export class VoteHost {
  readonly #url: string
  readonly #hosted: HostedSession
  #keys = 0

  constructor(url: string, hosted: HostedSession) {
    this.#url = url
    this.#hosted = hosted
  }

  async create(words: Partial<CreateVoteBody> = {}): Promise<Vote> {
    const body = { key: this.#key(), question: '今晚谁先哭？', options: ['新郎', '新娘', '爸爸'], ...words }
    const { session, hostToken } = this.#hosted
    return (await post<{ vote: Vote }>(`${this.#url}${pathOf(ROUTES.createVote, session.id)}`, body, hostToken)).vote
  }

  /** A new vote, opened. */
  async open(words: Partial<CreateVoteBody> = {}): Promise<Vote> {
    return this.act((await this.create(words)).id, 'open')
  }

  async act(voteId: string, action: Action): Promise<Vote> {
    const body = { key: this.#key() }
    return (await post<{ vote: Vote }>(`${this.#url}${pathOf(ROUTES[`${action}Vote`], voteId)}`, body, this.#hosted.hostToken)).vote
  }

  #key(): string {
    this.#keys += 1
    return `host-vote-key-${this.#keys}`
  }
}

/** A guest by credential alone, as one that joined holds it. */
export function tokenOf(sessionId: string, guestId: string): Promise<string> {
  return new Tokens(TOKEN_SECRET, 1, systemClock).issue({ sessionId, id: guestId, name: guestId, role: 'guest' })
}

/** The result of a ballot. `null`: no answer. */
export interface CastAnswer {
  readonly status: number
  readonly body: {
    readonly ballot?: { readonly voteId: string; readonly optionIds: string[] }
    readonly code?: string
    readonly retryable?: boolean
  }
}

function castAnswer(status: number, voteId: string, text: string): CastAnswer {
  const path = pathOf(CAST_VOTE, voteId)
  return { status, body: parseAnswer({ method: 'PUT', path, status, body: text }) as CastAnswer['body'] }
}

/** Ballots over HTTP on connections that are kept, as many at once as `connections`. */
export class BallotBox {
  readonly #agent: Agent
  readonly #port: number

  constructor(url: string, connections = 50) {
    this.#port = Number(new URL(url).port)
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** Never rejects: an answer that did not come is `null`. */
  cast(token: string, voteId: string, ballot: { readonly key: string; readonly optionIds: readonly string[] }): Promise<CastAnswer | null> {
    return new Promise((resolve) => {
      const body = JSON.stringify(ballot)
      const asked = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.#port,
          method: 'PUT',
          path: pathOf(CAST_VOTE, voteId),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => {
            text += part
          })
          answer.on('error', () => resolve(null))
          answer.on('end', () => resolve(castAnswer(answer.statusCode ?? 0, voteId, text)))
        },
      )
      // A server may close a kept connection in the moment in which a request takes it up. Its key makes another try harmless.
      asked.on('error', () => resolve(asked.reusedSocket ? this.cast(token, voteId, ballot) : null))
      asked.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** Every tally of a vote that a reader was brought, by whichever event or frame, in the order of arrival. */
export function talliesIn(frames: readonly ServerFrame[], voteId: string): VotePayload[] {
  return frames.flatMap((frame) => {
    if (frame.type === 'snapshot') return frame.wall.votes.flatMap(({ id, tally }) => (id === voteId ? (tally ?? []) : []))
    return frame.type === 'events' ? frame.events.flatMap((event) => tallyOf(event, voteId) ?? []) : []
  })
}

/** The tally of this vote that an event publishes, or `null`. */
export function tallyOf({ type, data }: { readonly type: string; readonly data: unknown }, voteId: string): VotePayload | null {
  if (type === 'vote.tally') return (data as VotePayload).voteId === voteId ? (data as VotePayload) : null
  if (!type.startsWith('vote.')) return null
  const { id, tally } = data as Vote
  return id === voteId ? tally : null
}

/** A vote as its store holds it, counted anew. */
export interface Recount {
  readonly counts: Readonly<Record<string, number>>
  readonly ballots: number
  /** Guests, with what they chose. */
  readonly choices: ReadonlyMap<string, readonly string[]>
  /** Entries of the chain: ballots and changes of ballots. */
  readonly chain: number
  /** The tallies of the log in order, with the ids of their events. */
  readonly published: readonly { readonly eventId: number; readonly type: string; readonly at: string; readonly tally: VotePayload }[]
}

/**
 * Counts a vote's ballots in the store and holds everything that the store says of it against that: the stored counts, the chain, the
 * versions that were published (VOTE-2, VOTE-4).
 */
export async function recount(store: Store, sessionId: string, voteId: string): Promise<Recount> {
  const vote = (await store.readVotes(sessionId)).find(({ id }) => id === voteId)
  if (vote === undefined) throw new Error(`there is no vote ${voteId}`)
  const ballots = await store.readBallots(sessionId, voteId, '', ALL)
  const choices = new Map(ballots.map(({ guestId, optionIds }) => [guestId, optionIds]))
  expect(choices.size).toBe(ballots.length)
  const counts = Object.fromEntries(vote.options.map(({ id }) => [id, 0]))
  for (const { optionIds } of ballots) for (const id of optionIds) counts[id] = (counts[id] ?? 0) + 1
  expect([vote.counts, vote.ballots]).toEqual([counts, ballots.length])

  const chain = await store.readChain(sessionId, voteId, 0, ALL)
  expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index + 1))
  const replaced = new Set(chain.map(({ replaces }) => replaces))
  const standing = chain.filter(({ seq }) => !replaced.has(seq))
  const bySeq = (left: { seq: number }, right: { seq: number }) => left.seq - right.seq
  expect(standing.map(({ seq, optionIds }) => [seq, optionIds])).toEqual(
    [...ballots].sort(bySeq).map(({ seq, optionIds }) => [seq, optionIds]),
  )

  const log = await store.readEvents(sessionId, 0, ALL)
  const published = (log?.events ?? []).flatMap(({ event }) => {
    const tally = tallyOf(event, voteId)
    return tally === null ? [] : [{ eventId: event.id, type: event.type, at: event.at, tally }]
  })
  expect(published.map(({ tally }) => tally.version)).toEqual(published.map((_, index) => index + 1))
  return { counts, ballots: ballots.length, choices, chain: chain.length, published }
}
