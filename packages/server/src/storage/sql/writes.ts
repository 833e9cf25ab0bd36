import { lookIds, type Session } from '@guestwall/protocol'
import type { Kysely } from 'kysely'
import type { CastBallot } from '../../domain/vote-record.ts'
import { type Database, OF_LOOK } from '../schema.ts'
import type { BanForgotten, Clearing, MessageChange, Writes } from '../transaction.ts'
import { insertChunks } from './insert-chunks.ts'
import { addReactions } from './reaction-queries.ts'
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
export function addWrites(exchange: Exchange, db: Kysely<Database>, sessionId: string, head: number, writes: Writes): void {
  const { events, keys, session, newMessages, messageChanges } = writes
  addSeen(exchange, db, sessionId, writes)
  if (writes.clearing !== null) addClearing(exchange, db, sessionId, writes.clearing)
  const eventRows = events.map((event) => eventRow(sessionId, event))
  for (const rows of insertChunks(eventRows)) exchange.add(db.insertInto('events').values(rows))
  // The keys come before the removals that change them.
  const keyRows = keys.map((known) => keyRow(sessionId, known))
  for (const rows of insertChunks(keyRows)) exchange.add(db.insertInto('command_keys').values(rows))
  const messageRows = newMessages.map((message) => messageRow(sessionId, message))
  for (const rows of insertChunks(messageRows)) exchange.add(db.insertInto('messages').values(rows))
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
  addVotes(exchange, db, sessionId, writes)
  addReactions(exchange, db, sessionId, writes.reactions)
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
  const changed =
    session === null
      ? {}
      : { ...sessionRow(session), ...stateByRow(writes.stateBy), ...startedRow(session, events.at(-1)?.logged.event.at) }
  exchange.add(
    db
      .updateTable('sessions')
      .set({ ...changed, head: head + events.length })
      .where('id', '=', sessionId),
  )
}

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
function addSeen(exchange: Exchange, db: Kysely<Database>, sessionId: string, { seen }: Writes): void {
  for (const rows of insertChunks(seen.map((guest) => seenRow(sessionId, guest)))) {
    exchange.add(
      db
        .insertInto('guests')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'id']).doUpdateSet((is) => {
            const unlessRenamed = <Column extends 'name' | 'name_folded'>(column: Column) =>
              is
                .case()
                .when('guests.renamed', '=', 1)
                .then(is.ref(`guests.${column}`))
                .else(is.ref(`excluded.${column}`))
                .end()
            return {
              name: unlessRenamed('name'),
              name_folded: unlessRenamed('name_folded'),
              last_seen_at: is.ref('excluded.last_seen_at'),
            }
          }),
        ),
    )
  }
}

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

function addVotes(exchange: Exchange, db: Kysely<Database>, sessionId: string, { votes, removedVotes, casts }: Writes): void {
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
  const chainRows = casts.map((cast) => chainRow(sessionId, cast))
  for (const rows of insertChunks(chainRows)) exchange.add(db.insertInto('ballot_chain').values(rows))
  for (const rows of insertChunks(newestBallots(casts).map((ballot) => ballotRow(sessionId, ballot)))) {
    exchange.add(
      db
        .insertInto('ballots')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'vote_id', 'guest_id']).doUpdateSet((is) => ({
            option_ids: is.ref('excluded.option_ids'),
            seq: is.ref('excluded.seq'),
          })),
        ),
    )
  }
}

/** One ballot a guest and vote: a statement may not touch a row twice. */
function newestBallots(casts: readonly CastBallot[]): CastBallot['ballot'][] {
  return [...new Map(casts.map(({ ballot }) => [`${ballot.voteId} ${ballot.guestId}`, ballot])).values()]
}
