import { type Audience, type Session, trimMessages, type Wall, type WallMessage } from '@guestwall/protocol'
import { decideBatch, type KnownKey, needsOf } from '../domain/decide-batch.ts'
import { carriedMessage, evolve, type LogEvent } from '../domain/decide.ts'
import type { Batch, Committed, LogSlice, MessagePageQuery, NewSession, Store, StoredWalls } from '../store/store.ts'

interface Stored {
  session: Session
  readonly epoch: string
  readonly events: LogEvent[]
  readonly keys: KnownKey[]
  readonly messages: Map<string, WallMessage>
}

/**
 * A store in memory, for simulations under virtual time, where a database's own time has no place. It passes the same contract
 * as the real ones and, like a crash of theirs, keeps only what was committed.
 */
export class MemoryStore implements Store {
  readonly #sessions = new Map<string, Stored>()

  createSession({ session, epoch }: NewSession): Promise<boolean> {
    const isTaken = [...this.#sessions.values()].some((stored) => stored.session.code === session.code || stored.session.id === session.id)
    if (!isTaken) this.#sessions.set(session.id, { session, epoch, events: [], keys: [], messages: new Map() })
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
    const needs = needsOf(batch.commands)
    const knownKeys = stored.keys.filter(({ key }) => needs.keys.includes(key))
    const ids = new Set([...needs.messageIds, ...knownKeys.flatMap(({ messageId }) => messageId ?? [])])
    const messages = [...ids].flatMap((id) => stored.messages.get(id) ?? [])
    const { events, keys, outcomes } = decideBatch({ session: stored.session, epoch: stored.epoch, head, knownKeys, messages }, batch)
    const state = { session: stored.session, messages: stored.messages }
    for (const { event } of events) evolve(state, event)
    stored.session = state.session
    stored.events.push(...events)
    stored.keys.push(...keys)
    return Promise.resolve({ slice: { epoch: stored.epoch, from: head, to: head + events.length, events }, outcomes })
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
    const wall = (audience: Audience): Wall => {
      const visible = [...stored.messages.values()].filter(
        ({ status }) => status === 'shown' || (status === 'pending' && audience === 'hosts'),
      )
      return {
        session: stored.session,
        messages: trimMessages(visible.sort((left, right) => left.eventId - right.eventId)),
        messageCount: shown,
        votes: [],
      }
    }
    return Promise.resolve({ epoch: stored.epoch, head: stored.events.length, everyone: wall('everyone'), hosts: wall('hosts') })
  }

  readMessages(sessionId: string, { statuses, before, limit }: MessagePageQuery): Promise<WallMessage[]> {
    const messages = [...(this.#sessions.get(sessionId)?.messages.values() ?? [])]
    const wanted = messages.filter(({ status, eventId }) => statuses.includes(status) && (before === null || eventId < before))
    return Promise.resolve(wanted.sort((left, right) => right.eventId - left.eventId).slice(0, limit))
  }

  readHeads(sessionIds: readonly string[]): Promise<Map<string, { epoch: string; head: number }>> {
    const known = sessionIds.flatMap((id) => {
      const stored = this.#sessions.get(id)
      return stored === undefined ? [] : [[id, { epoch: stored.epoch, head: stored.events.length }] as const]
    })
    return Promise.resolve(new Map(known))
  }

  ping(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** Bodies stand in the messages alone, as in the tables (LOG-5). */
function withCurrentBody(stored: Stored, logged: LogEvent): LogEvent {
  const message = carriedMessage(logged.event)
  if (message === null) return logged
  const content = stored.messages.get(message.id)?.content ?? ''
  return { ...logged, event: { ...logged.event, data: { ...message, content } } as LogEvent['event'] }
}
