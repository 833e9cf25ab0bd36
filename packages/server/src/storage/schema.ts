import type {
  BeforeBan,
  CredentialRole,
  ErrorCode,
  Layout,
  MessageStatus,
  Moderation,
  Occasion,
  Photos,
  ReactionKind,
  Results,
  SessionState,
  Theme,
  VoteState,
} from '@guestwall/protocol'
import type { Generated } from 'kysely'
import type { Audience } from '../domain/log-event.ts'

/**
 * The tables, alike on both engines: text for ids, times (ISO 8601) and JSON; integers for numbers and booleans (0, 1).
 * Every key of a session's rows starts with the session, so that a distributed PostgreSQL can shard by it.
 */
export interface Database {
  sessions: SessionsTable
  events: EventsTable
  messages: MessagesTable
  guests: GuestsTable
  command_keys: CommandKeysTable
  votes: VotesTable
  ballots: BallotsTable
  ballot_chain: BallotChainTable
  reactions: ReactionsTable
  credentials: CredentialsTable
  pairings: PairingsTable
  settings: SettingsTable
  screens: ScreensTable
  photos: PhotosTable
  database_life: DatabaseIdentityTable
  write_probe: WriteProbeTable
}

/** One row: the identity of the database that wrote these tables. After a restore or a failover the identity differs (LOG-4). */
export interface DatabaseIdentityTable {
  id: number
  identity: string
}

/** One row that is written to find out whether a failing database accepts writes again. */
export interface WriteProbeTable {
  id: number
  padding: string
}

/** The reactions of guests to messages that are or were on the wall. One that was taken back stays, without its kind: an older one must not come again. */
export interface ReactionsTable {
  session_id: string
  message_id: string
  guest_id: string
  kind: ReactionKind | null
  /** The newest one counts (REACT-1). */
  ordinal: number
}

/** The settings of moderation of a session whose host has changed them. */
export interface SettingsTable {
  session_id: string
  /** `ModerationSettings` as JSON. */
  data: string
}

/** The states that hosts have set for the screens of a session. */
export interface ScreensTable {
  session_id: string
  /** `ScreenControl` as JSON. */
  data: string
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
  occasion: Occasion | null
  /** When a draft opens by itself. */
  opens_at: string | null
  retention_days: number | null
  /** `null`: off. */
  photos: Photos | null
  /** 1 where guests may write to the hosts alone. */
  private_wishes: number | null
  /** 1 where guests may react to messages. */
  reactions: number | null
  /** Grows with every change of the reactions. */
  reactions_version: Generated<number>
  /** `Look` as JSON. */
  look: string | null
  /** The host who chose the state, as JSON. */
  state_by: string | null
  created_at: string
  /** When it was opened; `null` before, and where an earlier version opened it. */
  started_at: string | null
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
  /** The message whose body belongs to this event. The body is stored in `messages` alone, so that one erasure erases it everywhere (LOG-5). */
  message_id: string | null
  /** Ids of the guests whose first ballot this event publishes, as JSON, where the results are for voters. */
  voters: string | null
  /** The host, helper or screen whose act this is, as JSON. */
  by: string | null
  /** The guest who may see an event whose audience is `author`. */
  recipient: string | null
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
  /** `HeldReason[]` as JSON: why the message waits or waited. Erased with the text, which it quotes. */
  held: string | null
  /** The host of the newest decision, as JSON, and its time. */
  decided_by: string | null
  decided_at: string | null
  /** Its photo. Erased with the text. */
  photo_id: string | null
  photo_width: number | null
  photo_height: number | null
  /** The status before a ban, while the message is rejected by the ban alone. */
  before_ban: BeforeBan | null
}

/** In the place of a message's id: the look of the session has the picture (LOOK-3). */
export const OF_LOOK = 'look'

/** The photos that guests have uploaded (PHOTO-1), and the pictures of looks (LOOK-1). The pictures themselves are in the image store. */
export interface PhotosTable {
  session_id: string
  id: string
  guest_id: string
  /** The key of the upload. At most one photo of a guest and key is `stored`. */
  key: string
  created_at: string
  /** `gone`: its pictures are to be deleted, then this row. A row stands here before its pictures do, so that none is forgotten. */
  state: 'coming' | 'stored' | 'gone'
  width: number
  height: number
  /** The message that has it, or `OF_LOOK`. */
  message_id: string | null
}

/** The guests who were here (PEOPLE-1). Messages are counted in `messages`. */
export interface GuestsTable {
  session_id: string
  id: string
  name: string
  /** The name without case and width: the host's search looks in it. */
  name_folded: string
  first_seen_at: string
  last_seen_at: string
  source: string
  /** 1 where a host has acted on the guest: a partial index holds these rows, and every transaction of the session reads them. */
  acted: number
  renamed: number
  muted: number
  removed: number
  banned: number
  reason: string | null
  acted_by_id: string | null
  acted_by_name: string | null
}

/** The result of each key (SEND-1). It is kept as long as the session. */
export interface CommandKeysTable {
  session_id: string
  key: string
  actor_id: string
  body_hash: string
  message_id: string | null
  vote_id: string | null
  /** Set when the command was refused for good. */
  refusal: ErrorCode | null
}

export interface VotesTable {
  session_id: string
  id: string
  question: string
  /** `VoteOption[]` as JSON. */
  options: string
  options_made: number
  max_choices: number
  changeable: number
  results: Results
  state: VoteState
  /** The host's override of `results`: 1 shown, 0 hidden. */
  revealed: number | null
  /** `VoteRecord.ordinal`: the event that last put the vote on the wall. The column has kept the name of its first version. */
  place: number
  /** Ballots of each option as JSON: changed in the transaction that changes a ballot, under this row's lock (VOTE-2). */
  counts: string
  ballots: number
  /** The newest entry of its chain. */
  chain_seq: number
  chain_hash: string
  /** The newest published tally as JSON, its time, and the newest chain entry that it counts. */
  tally: string | null
  published_at_ms: number
  published_seq: number
}

/** At most one ballot for each guest and vote: the primary key guarantees it (VOTE-2). */
export interface BallotsTable {
  session_id: string
  vote_id: string
  guest_id: string
  /** As JSON. */
  option_ids: string
  /** Its entry in the chain, and the guest's first one. */
  seq: number
  first_seq: number
}

/** Every ballot as it was cast, in the order of commits. Rows are added, never changed. The table names no guest (VOTE-5). */
export interface BallotChainTable {
  session_id: string
  vote_id: string
  seq: number
  option_ids: string
  replaces: number | null
  hash: string
}

/** Named credentials. The secret of a token is not stored. */
export interface CredentialsTable {
  session_id: string
  id: string
  name: string
  role: CredentialRole
  token_hash: string
  created_at: string
  created_by: string
  /** Written beside the log, about once a minute. */
  last_used_at: string | null
  revoked_at: string | null
}

/** Screens that show a code and wait for a host. Rows live ten minutes. */
export interface PairingsTable {
  secret_hash: string
  code: string
  ends_at_ms: number
  /** The session that has paired the screen. */
  session_id: string | null
}
