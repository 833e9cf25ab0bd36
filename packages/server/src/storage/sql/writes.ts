import { lookIds, type Session } from '@guestwall/protocol'
import type { Kysely } from 'kysely'
import type { CastBallot } from '../../domain/vote-record.ts'
import { type Database, OF_LOOK } from '../schema.ts'
import type { BanForgotten, Clearing, MessageChange, Writes } from '../transaction.ts'
import { compiledOnceWith } from './compiled-once.ts'
import { addInsert } from './insert-rows.ts'
import { addReactions } from './reaction-queries.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { credentialRow } from './rows/credential-row.ts'
import { eventDataRow, eventRow } from './rows/event-row.ts'
import { actedRow, seenRow } from './rows/guest-row.ts'
import { keyRow } from './rows/key-row.ts'
import { messageChangeRow, messageRow } from './rows/message-row.ts'
import { screensRow } from './rows/screens-row.ts'
import { sessionRow, startedRow, stateByRow } from './rows/session-row.ts'
import { settingsRow } from './rows/settings-row.ts'
import { ballotRow, chainRow, voteRow } from './rows/vote-row.ts'

/** Adds the statements that write everything a transaction decided. */
export function addWrites(exchange: Exchange, engine: Engine, sessionId: string, head: number, writes: Writes): void {
  const { db } = engine
  const { events, keys, session, newMessages, messageChanges } = writes
  addInsert(
    exchange,
    engine,
    'guests',
    writes.seen.map((guest) => seenRow(sessionId, guest)),
    SEEN_AGAIN,
  )
  if (writes.clearing !== null) addClearing(exchange, db, sessionId, writes.clearing)
  addInsert(
    exchange,
    engine,
    'events',
    events.map((event) => eventRow(sessionId, event)),
  )
  // The keys come before the removals that change them.
  addInsert(
    exchange,
    engine,
    'command_keys',
    keys.map((known) => keyRow(sessionId, known)),
  )
  addInsert(
    exchange,
    engine,
    'messages',
    newMessages.map((message) => messageRow(sessionId, message)),
  )
  for (const { id, photo } of newMessages) {
    if (photo === undefined) continue
    exchange.add(db.updateTable('photos').set({ message_id: id }).where('session_id', '=', sessionId).where('id', '=', photo.id))
  }
  if (writes.clearing !== null) {
    exchange.add(db.updateTable('command_keys').set({ body_hash: writes.clearing.bodyHash }).where('session_id', '=', sessionId))
  }
  for (const change of messageChanges) {
    if ('notBanned' in change) addBanForgotten(exchange, db, sessionId, change)
    else addMessageChange(exchange, db, sessionId, change)
  }
  addGuests(exchange, db, sessionId, writes)
  addVotes(exchange, engine, sessionId, writes)
  addReactions(exchange, engine, sessionId, writes.reactions)
  for (const record of writes.credentials) {
    exchange.add(
      db
        .insertInto('credentials')
        .values(credentialRow(sessionId, record))
        // The last use is written beside the log: a revocation keeps it.
        .onConflict((conflict) => conflict.columns(['session_id', 'id']).doUpdateSet({ revoked_at: record.revokedAt })),
    )
  }
  if (writes.settings !== null) {
    const row = settingsRow(sessionId, writes.settings)
    const update = { data: row.data }
    exchange.add(
      db
        .insertInto('settings')
        .values(row)
        .onConflict((conflict) => conflict.column('session_id').doUpdateSet(update)),
    )
  }
  if (writes.screens !== null) {
    const row = screensRow(sessionId, writes.screens)
    const update = { data: row.data }
    exchange.add(
      db
        .insertInto('screens')
        .values(row)
        .onConflict((conflict) => conflict.column('session_id').doUpdateSet(update)),
    )
  }
  if (session !== null) addLook(exchange, db, sessionId, session)
  if (events.length === 0) return
  const to = head + events.length
  if (session === null) exchange.add(headUpdate(db, sessionId, to))
  else {
    const changed = { ...sessionRow(session), ...stateByRow(writes.stateBy), ...startedRow(session, events.at(-1)?.logged.event.at) }
    exchange.add(
      db
        .updateTable('sessions')
        .set({ ...changed, head: to })
        .where('id', '=', sessionId),
    )
  }
}

const headUpdate = compiledOnceWith((db, sessionId, head: number) => db.updateTable('sessions').set({ head }).where('id', '=', sessionId))

/** The pictures that the look has now are its own; those that it had before are to be deleted. */
function addLook(exchange: Exchange, db: Kysely<Database>, sessionId: string, { look }: Session): void {
  const ids = lookIds(look)
  const before = db.updateTable('photos').where('session_id', '=', sessionId).where('message_id', '=', OF_LOOK)
  const left = ids.length === 0 ? before : before.where('id', 'not in', ids)
  exchange.add(left.set({ message_id: null, state: 'gone' }))
  if (ids.length === 0) return
  exchange.add(db.updateTable('photos').set({ message_id: OF_LOOK }).where('session_id', '=', sessionId).where('id', 'in', ids))
}

function addMessageChange(exchange: Exchange, db: Kysely<Database>, sessionId: string, { id, change, bodyHash }: MessageChange): void {
  if (bodyHash !== null) {
    const message = db.selectFrom('messages').where('session_id', '=', sessionId).where('id', '=', id)
    exchange.add(
      db
        .updateTable('command_keys')
        .set({ body_hash: bodyHash })
        .where('session_id', '=', sessionId)
        .where('key', '=', message.select('key'))
        .where('actor_id', '=', message.select('guest_id')),
    )
  }
  if ('photo' in change) {
    const photoId = db.selectFrom('messages').select('photo_id').where('session_id', '=', sessionId).where('id', '=', id)
    exchange.add(
      db
        .updateTable('photos')
        .set({ message_id: null, state: 'gone' })
        .where('session_id', '=', sessionId)
        .where('id', '=', photoId.$castTo<{ photo_id: string }>()),
    )
  }
  exchange.add(db.updateTable('messages').set(messageChangeRow(change)).where('session_id', '=', sessionId).where('id', '=', id))
}

function addBanForgotten(exchange: Exchange, db: Kysely<Database>, sessionId: string, { notBanned }: BanForgotten): void {
  exchange.add(
    db
      .updateTable('messages')
      .set({ before_ban: null })
      .where('session_id', '=', sessionId)
      .where('guest_id', '=', notBanned)
      .where('before_ban', 'is not', null),
  )
}

function addClearing(exchange: Exchange, db: Kysely<Database>, sessionId: string, { erasedEvents }: Clearing): void {
  for (const table of ['ballots', 'ballot_chain', 'guests', 'reactions'] as const) {
    exchange.add(db.deleteFrom(table).where('session_id', '=', sessionId))
  }
  for (const { type, data } of erasedEvents) {
    exchange.add(db.updateTable('events').set(eventDataRow(data)).where('session_id', '=', sessionId).where('type', '=', type))
  }
}

/** A name that a host gave stays. */
const SEEN_AGAIN = ` on conflict (session_id, id) do update set
  name = case when guests.renamed = 1 then guests.name else excluded.name end,
  name_folded = case when guests.renamed = 1 then guests.name_folded else excluded.name_folded end,
  last_seen_at = excluded.last_seen_at`

function addGuests(exchange: Exchange, db: Kysely<Database>, sessionId: string, { guests, renames }: Writes): void {
  for (const guest of guests) {
    exchange.add(db.updateTable('guests').set(actedRow(guest)).where('session_id', '=', sessionId).where('id', '=', guest.id))
  }
  for (const { guestId, guestName } of renames) {
    exchange.add(
      db
        .updateTable('messages')
        .set({ guest_name: guestName })
        .where('session_id', '=', sessionId)
        .where('guest_id', '=', guestId)
        .where('guest_name', '!=', ''),
    )
  }
}

function addVotes(exchange: Exchange, engine: Engine, sessionId: string, { votes, removedVotes, casts }: Writes): void {
  const { db } = engine
  for (const record of votes) {
    const row = voteRow(sessionId, record)
    const { session_id: _session, id: _id, ...change } = row
    exchange.add(
      db
        .insertInto('votes')
        .values(row)
        .onConflict((conflict) => conflict.columns(['session_id', 'id']).doUpdateSet(change)),
    )
  }
  if (removedVotes.length > 0)
    exchange.add(
      db
        .deleteFrom('votes')
        .where('session_id', '=', sessionId)
        .where('id', 'in', [...removedVotes]),
    )
  addInsert(
    exchange,
    engine,
    'ballot_chain',
    casts.map((cast) => chainRow(sessionId, cast)),
  )
  addInsert(
    exchange,
    engine,
    'ballots',
    newestBallots(casts).map((ballot) => ballotRow(sessionId, ballot)),
    NEWEST_BALLOT,
  )
}

const NEWEST_BALLOT = ' on conflict (session_id, vote_id, guest_id) do update set option_ids = excluded.option_ids, seq = excluded.seq'

/** One ballot a guest and vote: a statement may not touch a row twice. */
function newestBallots(casts: readonly CastBallot[]): CastBallot['ballot'][] {
  return [...new Map(casts.map(({ ballot }) => [`${ballot.voteId} ${ballot.guestId}`, ballot])).values()]
}
