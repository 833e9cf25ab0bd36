import type { AnyEvent, Session, VotePayload, WallEvent, WallMessage } from '@guestwall/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { LogEvent } from '../domain/log-event.ts'
import type { CastBallot, ChainEntry, StoredBallot, VoteRecord } from '../domain/vote-record.ts'
import type { KnownKey } from '../domain/known-key.ts'
import { carriedMessage } from '../log/decide/decide.ts'
import type { BallotChainTable, BallotsTable, CommandKeysTable, EventsTable, MessagesTable, SessionsTable, VotesTable } from './schema.ts'

/** Rows to domain values and back. The columns are named in one place each. */

export const SESSION_COLUMNS = [
  'id',
  'code',
  'title',
  'subtitle',
  'state',
  'moderation',
  'slow_mode_seconds',
  'layout',
  'theme',
  'created_at',
] as const

export function sessionOf(row: Pick<Selectable<SessionsTable>, (typeof SESSION_COLUMNS)[number]>): Session {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    subtitle: row.subtitle,
    state: row.state,
    moderation: row.moderation,
    slowModeSeconds: row.slow_mode_seconds,
    layout: row.layout,
    theme: row.theme,
    createdAt: row.created_at,
  }
}

export function sessionRow(session: Session): Omit<Insertable<SessionsTable>, 'epoch' | 'head'> {
  return {
    id: session.id,
    code: session.code,
    title: session.title,
    subtitle: session.subtitle,
    state: session.state,
    moderation: session.moderation,
    slow_mode_seconds: session.slowModeSeconds,
    layout: session.layout,
    theme: session.theme,
    created_at: session.createdAt,
  }
}

export const MESSAGE_COLUMNS = ['id', 'event_id', 'guest_id', 'guest_name', 'content', 'status', 'pinned', 'created_at', 'key'] as const

export function messageOf(row: Pick<Selectable<MessagesTable>, (typeof MESSAGE_COLUMNS)[number]>): WallMessage {
  return {
    id: row.id,
    guestId: row.guest_id,
    guestName: row.guest_name,
    content: row.content,
    status: row.status,
    pinned: row.pinned === 1,
    createdAt: row.created_at,
    eventId: row.event_id,
    key: row.key,
  }
}

export function messageRow(sessionId: string, message: WallMessage): Insertable<MessagesTable> {
  return {
    session_id: sessionId,
    id: message.id,
    event_id: message.eventId,
    guest_id: message.guestId,
    guest_name: message.guestName,
    content: message.content,
    status: message.status,
    pinned: message.pinned ? 1 : 0,
    created_at: message.createdAt,
    key: message.key,
  }
}

/** An event's row: a message's body and its author's name stay behind, for they stand in `messages` (LOG-5). */
export function eventRow(sessionId: string, { event, audience, voters }: LogEvent): Insertable<EventsTable> {
  const message = carriedMessage(event)
  return {
    session_id: sessionId,
    id: event.id,
    type: event.type,
    audience,
    at: event.at,
    data: JSON.stringify(message === null ? event.data : { ...message, content: '', guestName: '' }),
    message_id: message?.id ?? null,
    voters: voters === undefined ? null : JSON.stringify(voters),
  }
}

/** The event as it was, with the body and the name that the message still has. */
export function eventOf(
  row: Omit<Selectable<EventsTable>, 'session_id' | 'message_id'> & { content: string | null; guest_name: string | null },
): LogEvent {
  const data = JSON.parse(row.data) as Record<string, unknown>
  if (row.content !== null) data['content'] = row.content
  if (row.guest_name !== null) data['guestName'] = row.guest_name
  const event: AnyEvent = { id: row.id, type: row.type, at: row.at, data }
  const voters = row.voters === null ? {} : { voters: JSON.parse(row.voters) as string[] }
  return { event: event as WallEvent, audience: row.audience, ...voters }
}

export const KEY_COLUMNS = ['key', 'actor_id', 'body_hash', 'message_id', 'vote_id', 'refusal'] as const

export function knownKeyOf(row: Pick<Selectable<CommandKeysTable>, (typeof KEY_COLUMNS)[number]>): KnownKey {
  return {
    key: row.key,
    actorId: row.actor_id,
    bodyHash: row.body_hash,
    messageId: row.message_id,
    voteId: row.vote_id,
    refusal: row.refusal,
  }
}

export function keyRow(sessionId: string, known: KnownKey): Insertable<CommandKeysTable> {
  return {
    session_id: sessionId,
    key: known.key,
    actor_id: known.actorId,
    body_hash: known.bodyHash,
    message_id: known.messageId,
    vote_id: known.voteId,
    refusal: known.refusal,
  }
}

export const VOTE_COLUMNS = [
  'id',
  'question',
  'options',
  'options_made',
  'max_choices',
  'changeable',
  'results',
  'state',
  'revealed',
  'place',
  'counts',
  'ballots',
  'chain_seq',
  'chain_hash',
  'tally',
  'published_at_ms',
  'published_seq',
] as const

export function voteRecordOf(row: Pick<Selectable<VotesTable>, (typeof VOTE_COLUMNS)[number]>): VoteRecord {
  return {
    id: row.id,
    question: row.question,
    options: JSON.parse(row.options) as VoteRecord['options'],
    optionsMade: row.options_made,
    maxChoices: row.max_choices,
    changeable: row.changeable === 1,
    results: row.results,
    state: row.state,
    revealed: row.revealed === null ? null : row.revealed === 1,
    ordinal: row.place,
    counts: JSON.parse(row.counts) as VoteRecord['counts'],
    ballots: row.ballots,
    chain: { seq: row.chain_seq, hash: row.chain_hash },
    published:
      row.tally === null ? null : { tally: JSON.parse(row.tally) as VotePayload, atMs: row.published_at_ms, seq: row.published_seq },
  }
}

export function voteRow(sessionId: string, record: VoteRecord): Insertable<VotesTable> {
  return {
    session_id: sessionId,
    id: record.id,
    question: record.question,
    options: JSON.stringify(record.options),
    options_made: record.optionsMade,
    max_choices: record.maxChoices,
    changeable: record.changeable ? 1 : 0,
    results: record.results,
    state: record.state,
    revealed: record.revealed === null ? null : record.revealed ? 1 : 0,
    place: record.ordinal,
    counts: JSON.stringify(record.counts),
    ballots: record.ballots,
    chain_seq: record.chain.seq,
    chain_hash: record.chain.hash,
    tally: record.published === null ? null : JSON.stringify(record.published.tally),
    published_at_ms: record.published?.atMs ?? 0,
    published_seq: record.published?.seq ?? 0,
  }
}

export const BALLOT_COLUMNS = ['vote_id', 'guest_id', 'option_ids', 'seq', 'first_seq'] as const

export function ballotOf(row: Pick<Selectable<BallotsTable>, (typeof BALLOT_COLUMNS)[number]>): StoredBallot {
  return {
    voteId: row.vote_id,
    guestId: row.guest_id,
    optionIds: JSON.parse(row.option_ids) as string[],
    seq: row.seq,
    firstSeq: row.first_seq,
  }
}

export function ballotRow(sessionId: string, ballot: StoredBallot): Insertable<BallotsTable> {
  return {
    session_id: sessionId,
    vote_id: ballot.voteId,
    guest_id: ballot.guestId,
    option_ids: JSON.stringify(ballot.optionIds),
    seq: ballot.seq,
    first_seq: ballot.firstSeq,
  }
}

export const CHAIN_COLUMNS = ['seq', 'option_ids', 'replaces', 'hash'] as const

export function chainEntryOf(row: Pick<Selectable<BallotChainTable>, (typeof CHAIN_COLUMNS)[number]>): ChainEntry {
  return { seq: row.seq, optionIds: JSON.parse(row.option_ids) as string[], replaces: row.replaces, hash: row.hash }
}

export function chainRow(sessionId: string, { ballot, entry }: CastBallot): Insertable<BallotChainTable> {
  return {
    session_id: sessionId,
    vote_id: ballot.voteId,
    seq: entry.seq,
    option_ids: JSON.stringify(entry.optionIds),
    replaces: entry.replaces,
    hash: entry.hash,
  }
}
