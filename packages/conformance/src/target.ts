import type { SessionState, Vote } from '@guestwall/protocol'

/** The needs of a rule besides sockets, polls, joins, messages and ballots. */
export type Need =
  /** The requests of hosts: sessions, votes as drafts, removal, export. */
  | 'host'
  /** `GET /api/sessions/{id}/messages`. */
  | 'history'
  /** Bytes that no client of ours sends: malformed frames and requests. */
  | 'hostile'
  /** Addresses beside those of a session: `/healthz`, unknown ones. */
  | 'addresses'
  /** Times out, counts who is here as they leave. */
  | 'time'

/** Hears one socket. */
export interface SocketListener {
  onText(text: string): void
  onClose(code: number): void
}

export interface TargetSocket {
  send(text: string): void
  close(code?: number): void
}

export interface HttpQuestion {
  readonly method: string
  /** Begins with `/`; holds the query. */
  readonly path: string
  readonly token?: string
  /** Sent as JSON, unless it is a string: that is sent as it stands. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface HttpReply {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** The properties of a vote that is made for a rule. */
export interface VoteWish {
  readonly options?: readonly string[]
  readonly maxChoices?: number
  readonly changeable?: boolean
  readonly results?: Vote['results']
}

/** A session made for one rule, seen by its host. */
export interface HostedSession {
  readonly id: string
  readonly code: string
  /** `null` where the target lacks `host`. */
  readonly hostToken: string | null
  readonly state: SessionState
  openVote(wish?: VoteWish): Promise<Vote>
  closeVote(voteId: string): Promise<void>
  removeMessage(messageId: string): Promise<void>
  /** Ends the session, where the target can. */
  end(): Promise<void>
}

/** A server of Wire v1 under test, or several that serve the same sessions: each call may go to another of them (SYNC-6). */
export interface Target {
  readonly name: string
  readonly lacks: ReadonlySet<Need>
  createSession(): Promise<HostedSession>
  /** Resolves when it is open; rejects when it was refused before that. `headers` go with the upgrade. */
  openSocket(sessionId: string, listener: SocketListener, subprotocol: string): Promise<TargetSocket>
  ask(question: HttpQuestion): Promise<HttpReply>
}
