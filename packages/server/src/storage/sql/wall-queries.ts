import {
  type HostMessage,
  MessageStatusSchema,
  WALL_MESSAGES,
  WALL_PINNED_MESSAGES,
  WALL_VOTES,
  type WallMessage,
} from '@guestwall/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { VoteRecord } from '../../domain/vote-record.ts'
import type { Database } from '../schema.ts'
import type { HostMessagePage, HostMessagePageQuery, MessagePageQuery, MessageSelection, StoredWall } from '../storage.ts'
import { readActedGuests } from './guest-queries.ts'
import { HOST_MESSAGE_COLUMNS, hostMessageOf, hostWallMessageOf, MESSAGE_COLUMNS, messageOf } from './rows/message-row.ts'
import { SESSION_COLUMNS, sessionOf } from './rows/session-row.ts'
import { screensOf, screensQuery } from './rows/screens-row.ts'
import { settingsOf, settingsQuery } from './rows/settings-row.ts'
import { VOTE_COLUMNS, voteRecordOf } from './rows/vote-row.ts'

/** `Storage.readWall`, in one consistent view. */
export async function readWall(tx: Transaction<Database>, sessionId: string): Promise<StoredWall | null> {
  const row = await tx
    .selectFrom('sessions')
    .select([...SESSION_COLUMNS, 'started_at', 'epoch', 'head'])
    .where('id', '=', sessionId)
    .executeTakeFirst()
  if (row === undefined) return null
  const { shown } = await tx
    .selectFrom('messages')
    .select((of) => of.fn.countAll<number | string>().as('shown'))
    .where('session_id', '=', sessionId)
    .where('status', '=', 'shown')
    .executeTakeFirstOrThrow()
  const votes = await newestVotes(tx, sessionId)
  return {
    epoch: row.epoch,
    head: row.head,
    session: sessionOf(row),
    messages: {
      shown: (await newestMessages(tx, sessionId, ['shown'])).map(messageOf),
      forHosts: (await newestMessages(tx, sessionId, ['shown', 'pending', 'private'])).map(hostWallMessageOf),
    },
    messageCount: Number(shown),
    guests: await readActedGuests(tx, sessionId),
    votes,
    voters: await votersOf(tx, sessionId, votes),
    revoked: await revokedOf(tx, sessionId),
    settings: settingsOf(await settingsQuery(tx, sessionId).executeTakeFirst()),
    screens: screensOf(await screensQuery(tx, sessionId).executeTakeFirst()),
    startedAt: row.started_at ?? row.created_at,
  }
}

export async function readMessages(db: Kysely<Database>, sessionId: string, page: MessagePageQuery): Promise<WallMessage[]> {
  let query = db.selectFrom('messages').select(MESSAGE_COLUMNS).where('session_id', '=', sessionId).where('status', 'in', page.statuses)
  if (page.before !== null) query = query.where('event_id', '<', page.before)
  return (await query.orderBy('event_id', 'desc').limit(page.limit).execute()).map(messageOf)
}

/** `StorageReader.findMessages`. */
export async function findMessages(db: Kysely<Database>, sessionId: string, which: MessageSelection): Promise<HostMessage[]> {
  const ofSession = db.selectFrom('messages').select(HOST_MESSAGE_COLUMNS).where('session_id', '=', sessionId)
  const found =
    'ids' in which
      ? ofSession.where('id', 'in', which.ids)
      : ofSession
          // Every status, by name: the index has it before the event, and without it each page would read all messages.
          .where('status', 'in', MessageStatusSchema.options)
          .where('event_id', '>', which.from)
          .where('event_id', '<=', which.to)
  return (await found.orderBy('event_id').execute()).map(hostMessageOf)
}

export async function readHostMessages(tx: Transaction<Database>, sessionId: string, page: HostMessagePageQuery): Promise<HostMessagePage> {
  const { statuses, before, after, limit } = page
  const ofSession = tx.selectFrom('messages').where('session_id', '=', sessionId)
  let query = ofSession.select(HOST_MESSAGE_COLUMNS).where('status', 'in', statuses)
  if (after !== null) query = query.where('event_id', '>', after)
  else if (before !== null) query = query.where('event_id', '<', before)
  const rows = await query
    .orderBy('event_id', after === null ? 'desc' : 'asc')
    .limit(limit)
    .execute()
  const counted = await ofSession
    .select((of) => ['status', of.fn.countAll<number | string>().as('count')])
    .groupBy('status')
    .execute()
  const countOf = (status: WallMessage['status']) => Number(counted.find((row) => row.status === status)?.count ?? 0)
  return {
    messages: rows.map(hostMessageOf),
    counts: { pending: countOf('pending'), shown: countOf('shown'), rejected: countOf('rejected'), private: countOf('private') },
  }
}

/** The newest messages and the newest pinned messages, ascending: they include all that a wall keeps. */
async function newestMessages(tx: Transaction<Database>, sessionId: string, statuses: WallMessage['status'][]) {
  const candidates = tx
    .selectFrom('messages')
    .select(HOST_MESSAGE_COLUMNS)
    .where('session_id', '=', sessionId)
    .where('status', 'in', statuses)
  const newest = candidates.orderBy('event_id', 'desc').limit(WALL_MESSAGES)
  const pinned = candidates
    .where('pinned', '=', sql.lit(1))
    .orderBy('event_id', 'desc')
    .limit(WALL_MESSAGES + WALL_PINNED_MESSAGES)
  const rows = new Map([...(await newest.execute()), ...(await pinned.execute())].map((row) => [row.id, row]))
  return [...rows.values()].sort((left, right) => left.event_id - right.event_id)
}

/** The newest votes of all, and the newest of those past their draft. */
async function newestVotes(tx: Transaction<Database>, sessionId: string): Promise<VoteRecord[]> {
  const newest = tx.selectFrom('votes').select(VOTE_COLUMNS).where('session_id', '=', sessionId).orderBy('place', 'desc').limit(WALL_VOTES)
  const rows = [...(await newest.execute()), ...(await newest.where('state', '!=', 'draft').execute())]
  const votes = new Map(rows.map((row) => [row.id, voteRecordOf(row)]))
  return [...votes.values()].sort((left, right) => left.ordinal - right.ordinal)
}

async function votersOf(tx: Transaction<Database>, sessionId: string, votes: readonly VoteRecord[]): Promise<StoredWall['voters']> {
  const forVoters = votes.filter(({ results, state }) => results === 'afterVoting' && state !== 'draft')
  if (forVoters.length === 0) return []
  const ids = forVoters.map(({ id }) => id)
  const rows = await tx
    .selectFrom('ballots')
    .select(['vote_id', 'guest_id'])
    .where('session_id', '=', sessionId)
    .where('vote_id', 'in', ids)
    .execute()
  return ids.map((voteId) => ({ voteId, guestIds: rows.flatMap(({ vote_id, guest_id }) => (vote_id === voteId ? [guest_id] : [])) }))
}

async function revokedOf(tx: Transaction<Database>, sessionId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('credentials')
    .select('id')
    .where('session_id', '=', sessionId)
    .where('revoked_at', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}
