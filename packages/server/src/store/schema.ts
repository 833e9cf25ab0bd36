import type { Audience, Layout, MessageStatus, Moderation, SessionState, Theme } from '@guestwall/protocol'

/**
 * The tables, alike on both engines: text for ids, times (ISO 8601) and JSON; integers for numbers and booleans (0, 1).
 * Every key starts with the session, so that a distributed PostgreSQL can shard by it.
 */
export interface Database {
  sessions: SessionsTable
  events: EventsTable
  messages: MessagesTable
  command_keys: CommandKeysTable
}

export interface SessionsTable {
  id: string
  code: string
  title: string
  subtitle: string
  state: SessionState
  moderation: Moderation
  slow_mode_seconds: number
  layout: Layout
  theme: Theme
  created_at: string
  epoch: string
  /** The id of the newest event; raised only under this row's lock (LOG-2). */
  head: number
}

export interface EventsTable {
  session_id: string
  id: number
  type: string
  audience: Audience
  at: string
  /** The event's data as JSON, without a message's body. */
  data: string
  /** The message whose body belongs to this event: it stands in `messages` alone, so erasing it there erases it everywhere (LOG-5). */
  message_id: string | null
}

export interface MessagesTable {
  session_id: string
  id: string
  /** The event that created it: orders the history. */
  event_id: number
  guest_id: string
  guest_name: string
  content: string
  status: MessageStatus
  pinned: number
  created_at: string
  key: string
}

/** What each key came to (SEND-1). Kept as long as the session. */
export interface CommandKeysTable {
  session_id: string
  key: string
  actor_id: string
  body_hash: string
  message_id: string | null
}
