import { type Session, trimMessages, type WallMessage } from '@guestwall/protocol'
import type { LogEvent, LogSlice } from '../domain/log-event.ts'
import type { ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import { decideBatch, needsOf } from '../log/decide/decide-batch.ts'
import type { KnownKey } from '../domain/known-key.ts'
import { ballotKey } from '../log/decide/ballots.ts'
import { carriedMessage, evolve } from '../log/decide/decide.ts'
import { ERASED_HASH } from '../log/decide/same-body.ts'
import { countsAudience, isUnpublished } from '../log/decide/publication.ts'
import { wallsOf } from '../log/decide/wall-of.ts'
import type { Batch, Committed, MessagePageQuery, NewSession, Store, StoredHead, StoredWalls } from '../storage/store.ts'

interface Stored {
  session: Session
  epoch: string
  readonly events: LogEvent[]
  readonly keys: KnownKey[]
  readonly messages: Map<string, WallMessage>
  readonly votes: Map<string, VoteRecord>
  /** By `ballotKey`. */
  readonly ballots: Map<string, StoredBallot>
  readonly chains: Map<string, ChainEntry[]>
}

/**
 * A store in memory, for simulations under virtual time, where a database's own time has no place. It passes the same contract
 * as the real ones and, like a crash of theirs, keeps only what was committed.
 */
export class MemoryStore implements Store {
  readonly #sessions = new Map<string, Stored>()

  createSession({ session, epoch }: NewSession): Promise<boolean> {
    const isTaken = [...this.#sessions.values()].some((stored) => stored.session.code === session.code || stored.session.id === session.id)
    if (!isTaken) {
      const tables = { messages: new Map(), votes: new Map(), ballots: new Map(), chains: new Map() }
      this.#sessions.set(session.id, { session, epoch, events: [], keys: [], ...tables })
    }
    return Promise.resolve(!isTaken)
  }

  findSession(idOrCode: string): Promise<Session | null> {
    const found = [...this.#sessions.values()].find(({ session }) => session.id === idOrCode || session.code === idOrCode)
    return Promise.resolve(found?.session ?? null)
  }

  listSessions(limit: number): Promise<Session[]> {
    const sessions = [...this.#sessions.values()].map(({ session }) => session)
    return Promise.resolve(sessions.sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1)).slice(0, limit))
  }

  append(sessionId: string, batch: Batch): Promise<Committed | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const head = stored.events.length
    const decision = decideBatch(lockedOf(stored, batch), batch)
    const { events, keys, votes, casts, outcomes, tallyDueInMs } = decision
    const state = { session: stored.session, messages: stored.messages }
    for (const { event } of events) evolve(state, event)
    stored.session = state.session
    stored.events.push(...events)
    stored.keys.push(...keys)
    for (const { event } of events) if (event.type === 'message.removed') eraseHash(stored, event.data.id)
    for (const vote of votes) stored.votes.set(vote.id, vote)
    for (const { ballot, entry } of casts) {
      stored.ballots.set(ballotKey(ballot.voteId, ballot.guestId), ballot)
      stored.chains.set(ballot.voteId, [...(stored.chains.get(ballot.voteId) ?? []), entry])
    }
    return Promise.resolve({ slice: { epoch: stored.epoch, from: head, to: head + events.length, events }, outcomes, tallyDueInMs })
  }

  readEvents(sessionId: string, from: number, limit: number): Promise<LogSlice | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const events = stored.events.slice(from, from + limit).map((logged) => withCurrentBody(stored, logged))
    return Promise.resolve({ epoch: stored.epoch, from, to: Math.max(from, from + events.length), events })
  }

  readWalls(sessionId: string): Promise<StoredWalls | null> {
    const stored = this.#sessions.get(sessionId)
    if (stored === undefined) return Promise.resolve(null)
    const shown = [...stored.messages.values()].filter(({ status }) => status === 'shown').length
    const ofStatus = (...statuses: WallMessage['status'][]) => {
      const visible = [...stored.messages.values()].filter(({ status }) => statuses.includes(status))
      return trimMessages(visible.sort((left, right) => left.eventId - right.eventId))
    }
    const votes = votesByOrdinal(stored)
    const walls = wallsOf({
      session: stored.session,
      messages: { shown: ofStatus('shown'), shownAndPending: ofStatus('shown', 'pending') },
      messageCount: shown,
      votes,
    })
    const voters = votes
      .filter(({ results, state }) => results === 'afterVoting' && state !== 'draft')
      .map((vote) => ({
        voteId: vote.id,
        audience: countsAudience(vote),
        guestIds: ballotsOf(stored, vote.id).map(({ guestId }) => guestId),
      }))
    return Promise.resolve({ epoch: stored.epoch, head: stored.events.length, walls, voters })
  }

  readMessages(sessionId: string, { statuses, before, limit }: MessagePageQuery): Promise<WallMessage[]> {
    const messages = [...(this.#sessions.get(sessionId)?.messages.values() ?? [])]
    const wanted = messages.filter(({ status, eventId }) => statuses.includes(status) && (before === null || eventId < before))
    return Promise.resolve(wanted.sort((left, right) => right.eventId - left.eventId).slice(0, limit))
  }

  readHeads(sessionIds: readonly string[]): Promise<Map<string, StoredHead>> {
    const known = sessionIds.flatMap((id) => {
      const stored = this.#sessions.get(id)
      if (stored === undefined) return []
      const hasUnpublishedBallots = [...stored.votes.values()].some(isUnpublished)
      return [[id, { epoch: stored.epoch, head: stored.events.length, hasUnpublishedBallots }] as const]
    })
    return Promise.resolve(new Map(known))
  }

  readVotes(sessionId: string): Promise<VoteRecord[]> {
    const stored = this.#sessions.get(sessionId)
    return Promise.resolve(stored === undefined ? [] : votesByOrdinal(stored))
  }

  readBallot(sessionId: string, voteId: string, guestId: string): Promise<{ ballot: StoredBallot; hash: string } | null> {
    const stored = this.#sessions.get(sessionId)
    const ballot = stored?.ballots.get(ballotKey(voteId, guestId))
    const entry = stored?.chains.get(voteId)?.find(({ seq }) => seq === ballot?.seq)
    return Promise.resolve(ballot === undefined || entry === undefined ? null : { ballot, hash: entry.hash })
  }

  readBallots(sessionId: string, voteId: string, afterGuestId: string, limit: number): Promise<StoredBallot[]> {
    const stored = this.#sessions.get(sessionId)
    const ballots = stored === undefined ? [] : ballotsOf(stored, voteId)
    return Promise.resolve(ballots.filter(({ guestId }) => guestId > afterGuestId).slice(0, limit))
  }

  readChain(sessionId: string, voteId: string, afterSeq: number, limit: number): Promise<ChainEntry[]> {
    const chain = this.#sessions.get(sessionId)?.chains.get(voteId) ?? []
    return Promise.resolve(chain.slice(afterSeq, afterSeq + limit))
  }

  beginEpoch(sessionId: string, lost: string, epoch: string): Promise<boolean> {
    const isLost = this.#sessions.get(sessionId)?.epoch === lost
    if (isLost) for (const stored of this.#sessions.values()) stored.epoch = epoch
    return Promise.resolve(isLost)
  }

  ping(): Promise<void> {
    return Promise.resolve()
  }

  probeWrite(): Promise<void> {
    return Promise.resolve()
  }

  maintain(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** What a batch is decided on: of the votes, all there are. */
function lockedOf(stored: Stored, batch: Batch): Parameters<typeof decideBatch>[0] {
  const needs = needsOf(batch.commands)
  const knownKeys = stored.keys.filter(({ key }) => needs.keys.includes(key))
  const messageIds = new Set([...needs.messageIds, ...knownKeys.flatMap(({ messageId }) => messageId ?? [])])
  return {
    session: stored.session,
    epoch: stored.epoch,
    head: stored.events.length,
    clockMs: Date.parse(batch.now),
    knownKeys,
    messages: [...messageIds].flatMap((id) => stored.messages.get(id) ?? []),
    votes: votesByOrdinal(stored),
    ballots: [...stored.ballots.values()],
    freshVoters: [...stored.ballots.values()].filter(({ voteId, firstSeq }) => {
      const vote = stored.votes.get(voteId)
      return vote?.results === 'afterVoting' && firstSeq > (vote.published?.seq ?? 0)
    }),
  }
}

/** What a removed message's text was is not to be found from its hash either. */
function eraseHash({ keys, messages }: Stored, messageId: string): void {
  const message = messages.get(messageId)
  const at = keys.findIndex(({ key, actorId }) => key === message?.key && actorId === message.guestId)
  const known = keys[at]
  if (known !== undefined) keys[at] = { ...known, bodyHash: ERASED_HASH }
}

function votesByOrdinal({ votes }: Stored): VoteRecord[] {
  return [...votes.values()].sort((left, right) => left.ordinal - right.ordinal)
}

function ballotsOf({ ballots }: Stored, voteId: string): StoredBallot[] {
  const cast = [...ballots.values()].filter((ballot) => ballot.voteId === voteId)
  return cast.sort((left, right) => (left.guestId < right.guestId ? -1 : 1))
}

/** Bodies stand in the messages alone, as in the tables (LOG-5). */
function withCurrentBody(stored: Stored, logged: LogEvent): LogEvent {
  const message = carriedMessage(logged.event)
  if (message === null) return logged
  const { content = '', guestName = message.guestName } = stored.messages.get(message.id) ?? {}
  return { ...logged, event: { ...logged.event, data: { ...message, content, guestName } } as LogEvent['event'] }
}
