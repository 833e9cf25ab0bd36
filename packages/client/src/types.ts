import type {
  ErrorCode,
  Guest,
  Method,
  Photo,
  Position,
  Recipient,
  Role,
  Vote,
  VotePayload,
  Wall,
  WallEvent,
  WallMessage,
} from '@guestwall/protocol'

/**
 * The state of the connection, in five words (CONN-1). `connected` is only said after `welcome` and the catch-up.
 * HTTP delivery may run in `connecting`, `reconnecting` and `fallback` (CONN-3).
 */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'fallback' | 'closed'

/**
 * Why the client is not well, in terms a person can act on. `network`: this device reaches nothing.
 * `server`: something answers, but not Guestwall, or the server puts off a join or a poll. A message or ballot that it puts off is no trouble:
 * its entry says why. `portal`: a captive portal or proxy answers in its place.
 */
export type Trouble = 'network' | 'server' | 'portal'

/**
 * Why a client is closed. `local`: `close()` was called. Else the code of the refusal that ended it, which `snapshot.refusal` holds: every
 * code of the table that is not retryable. A newer server may have codes that are not in this list.
 */
export type ClosedReason = 'local' | ErrorCode

/** Where one of this guest's own messages is on its way. */
export type Delivery =
  /** In the outbox: written to storage, not acknowledged yet. */
  | 'sending'
  /** Acknowledged: in the log for good; this reader has not yet read the event. */
  | 'delivered'
  /** Acknowledged, waiting for the host. */
  | 'pending'
  /** Acknowledged, and for the hosts alone. */
  | 'private'
  /** On the wall. */
  | 'shown'
  /** Refused for good; `refusal` says why. It left the outbox and stays visible until it is retried or discarded. */
  | 'failed'

/** A refusal as the client hands it on. `code` is the wire's error code. */
export interface ClientRefusal {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
}

/** A message as a view shows it: one entry from the tap on, settled in place, once (SEND-3). */
export interface ViewMessage {
  /** Stable from the optimistic entry to the settled one: use it as the list key. For others' messages, the message's id. */
  readonly viewKey: string
  readonly message: WallMessage
  readonly isMine: boolean
  /** Only for own messages. */
  readonly delivery: Delivery | null
  /** While `failed`: why. While `sending`: why the server asked to wait, if it did. */
  readonly refusal: ClientRefusal | null
  /** While `sending`, if the server asked to wait: the message is sent again then (monotonic, as `troubleSinceMs`). */
  readonly waitUntilMs?: number | undefined
}

/**
 * This guest's choice in one vote as a view shows it: the newest one, from the tap on. `sending`: in the outbox. `delivered`: counted.
 * `failed`: refused for good; `refusal` says why, and `counted` still stands. While it is `sending`, `refusal` says why it waits if the server
 * asked for it, such as `joined_just_now`.
 */
export interface ViewBallot {
  readonly voteId: string
  /** The key of the newest choice. */
  readonly key: string
  readonly optionIds: readonly string[]
  readonly delivery: 'sending' | 'delivered' | 'failed'
  readonly refusal: ClientRefusal | null
  /** As in `ViewMessage`. */
  readonly waitUntilMs?: number | undefined
  /** The choice that the server has acknowledged last, `null` before the first. */
  readonly counted: readonly string[] | null
}

/** One immutable picture of all that a view needs. A new object exactly when something changed. */
export interface ClientSnapshot {
  readonly state: ConnectionState
  readonly trouble: Trouble | null
  /** When the present trouble began (monotonic: `performance.now()`, or `now()` of the given clock), `null` while healthy. */
  readonly troubleSinceMs: number | null
  /**
   * News comes in time: over the socket, or by HTTP whose answers come without a delay that a person notices. `false` before the first
   * answer.
   */
  readonly isTimely: boolean
  /** Set while `state` is `closed`. */
  readonly closedReason: ClosedReason | null
  /** The refusal that ended the client; `null` while it lives and after `close()`. */
  readonly refusal: ClientRefusal | null
  /** The guest of this client, after the first `welcome` or join. */
  readonly guest: Guest | null
  readonly role: Role | null
  /** `null` until the first snapshot or replay. */
  readonly wall: Wall | null
  readonly position: Position | null
  /** The wall's messages with this guest's own entries in place: ascending, unsettled ones last. */
  readonly messages: readonly ViewMessage[]
  readonly votes: readonly Vote[]
  /** This guest's own choices, at most one a vote. */
  readonly ballots: readonly ViewBallot[]
  /** Own entries that wait to be sent. */
  readonly waitingToSend: number
  /** Guests here, `null` until told. */
  readonly online: number | null
  /** `false`: storage was refused, so unsent messages are lost when the page closes. */
  readonly isStorageDurable: boolean
}

/** Fires with each newer tally of a vote. */
export type VoteListener = (tally: VotePayload) => void

/** Time as the client sees it: the only source of time and of timers. */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary start: for durations and deadlines. A correction of the device's clock does not move it. */
  now(): number
  /** Milliseconds since 1970, by the device's clock, which may step: only for what people read and what outlives the page. */
  wallTime(): number
  /** Runs `callback` once after `delayMs`; the answer cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void
}

/** A number in [0, 1) each call. */
export type Random = () => number

/**
 * Where the outbox lives. One entry a key, so that two tabs never overwrite each other's.
 * A rejected promise means storage is refused (private mode, quota): the client goes on in memory and says so.
 */
export interface ClientStorage {
  read(key: string): Promise<string | null>
  write(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  /** Every stored key that begins with `prefix`. */
  list(prefix: string): Promise<string[]>
}

/** A `ClientStorage` that several tabs share, and that tells each what the others changed. */
export interface SharedStorage extends ClientStorage {
  /** Calls with every key under `prefix` that another tab wrote or (`null`) removed. Returns the unsubscribe. */
  watch(prefix: string, onChange: (key: string, value: string | null) => void): () => void
}

/** The calls of a socket to its owner. `onClose` is the last. */
export interface SocketListener {
  onOpen(): void
  onText(text: string): void
  /** `code` is 1006 where the platform gives none. */
  onClose(code: number): void
}
/** One open or opening socket. After `close`, `onClose` is called at once, however long the platform takes. */
export interface Socket {
  send(text: string): void
  close(code?: number): void
}
/** Opens a socket to `url`. Never throws: a failure is an `onClose`. */
export type SocketFactory = (url: string, subprotocol: string, listener: SocketListener) => Socket

/** An HTTP exchange in the terms the client needs. */
export interface HttpRequest {
  readonly method: Method
  readonly url: string
  readonly token: string | null
  readonly body?: unknown
  readonly timeoutMs: number
}
/**
 * `network`: no answer came. `foreign`: an answer that is not ours (CONN-7): HTML, a redirect, a wrong type.
 * `ok`/`refused`: ours, its JSON body.
 */
export type HttpAnswer =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: ClientRefusal; readonly body?: unknown }
  | { readonly kind: 'foreign'; readonly status?: number }
  | { readonly kind: 'network' }
/** Never rejects. `abort` ends the exchange early; its answer is then `network`. */
export type HttpExchange = (request: HttpRequest, abort: AbortSignal) => Promise<HttpAnswer>

/**
 * Tells the client that the world may have changed: `visible`, `pageshow` from cache, `online`, `offline` (CONN-5). `isOffline`: the device says
 * that it has no network. Returns the unsubscribe.
 */
export type WakeSource = (onWake: (isOffline?: boolean) => void) => () => void

/**
 * Places in which polls may hold a connection while they wait for news: a browser has six connections to a server for all its tabs.
 * One source belongs to one client, which holds one place or none.
 */
export interface HoldSource {
  /**
   * Asks for a place for the next `forMs` milliseconds, or to keep the one that is held. 0: it is held. More: a place is claimed; ask again
   * after so many milliseconds. `null`: there is none, so the poll is to be answered at once.
   */
  ask(forMs: number): number | null
  /** Gives the place, or the claim, back. */
  release(): void
}

export interface Transports {
  /** `null` switches WebSocket off: the client lives on HTTP delivery. */
  readonly socket: SocketFactory | null
  readonly http: HttpExchange
}

/** One line of a trace: plain JSON. Its fields belong to the version that wrote it. */
export type TraceEntry = Readonly<Record<string, unknown>>

/** The fields of a join besides the name. */
export interface JoinOptions {
  /** How the guest came, for the host's list: `code`, or the tag of a table. `link` by default. */
  readonly source?: string | undefined
  /**
   * The credential of a guest whom a host has removed: this client joins as a new guest in its place. The server refuses it where that guest is
   * banned (PEOPLE-5).
   */
  readonly previous?: string | undefined
}

export interface RealtimeClientOptions {
  /**
   * The server's address, such as `https://wall.example`, or `https://example.org/guestwall` where a proxy keeps it under a path. In a
   * browser the page's own origin when left out.
   */
  readonly url?: string
  /** The session's id. */
  readonly session: string
  /** A credential from an earlier visit, or a host's or wall screen's. */
  readonly token?: string
  /** The name a first visit joins with; needed when there is no `token`. */
  readonly guestName?: string
  /** The fields of the join of a first visit besides the name. */
  readonly join?: JoinOptions | undefined
  /** Where an `event` listener of an earlier client stopped: the events after it are told first. Listen before `connect`. */
  readonly position?: Position | undefined
  /** Milliseconds between polls where the server offers no long poll. 3,000 by default, jittered. */
  readonly pollIntervalMs?: number
  /**
   * How long a long poll waits for news, in whole seconds. 20 by default. With 1, a page without a socket sees within 5 s that its network is
   * frozen, for twenty times the requests: for the pages of hosts and screens.
   */
  readonly pollWaitSeconds?: number
  /** The ladder of waits in milliseconds (CONN-2). 1, 2, 4, 8, 16 s by default. */
  readonly reconnectWaitsMs?: readonly number[]
  readonly storage?: ClientStorage
  readonly clock?: Clock
  readonly random?: Random
  readonly transports?: Partial<Transports>
  readonly wakeSource?: WakeSource
  /** A source serves one client. */
  readonly holdSource?: HoldSource
  /**
   * Receives a trace of this client: its options, then each input with its effects, as JSON. Written one to a line into a file, it can be
   * replayed: `npm run replay -- FILE`. Credentials are masked; names, messages and choices are not.
   */
  readonly onTrace?: (entry: TraceEntry) => void
}

/** The options that may change when a client starts again. */
export interface ConnectOptions {
  /** The name to join with from now on, where the one before was refused. */
  readonly guestName?: string
}

/** The fields of a message besides its text. */
export interface SendMessageOptions {
  /** `hosts`: for the hosts alone, where the session allows it (`privateWishes`). It never comes to the wall. */
  readonly to?: Recipient | undefined
  /** A photo that was uploaded before, with the same credential. */
  readonly photo?: Photo | undefined
  /** Makes a call that is repeated, also by a later page, one message (SEND-1). 8 to 64 characters of `A-Z a-z 0-9 _ -`; a new one by default. */
  readonly key?: string | undefined
}

/** A message that is kept by this client. */
export interface QueuedMessage {
  /** The message's key, and the `viewKey` of its entry. */
  readonly key: string
  /** The message in the log, or a `RefusedError`. It may take offline hours. */
  readonly settled: Promise<WallMessage>
}

/** The events of a client besides its snapshot. */
export interface ClientEvents {
  /** The public state changed. */
  state: (state: ConnectionState) => void
  /** A command was refused for good. */
  refused: (refusal: ClientRefusal, key: string) => void
  /**
   * Every event of the log that this client may see, in order, once, without a hole, however long the connection was away (SYNC-8).
   * `position` is the one after it: kept, it is where the next client goes on (`RealtimeClientOptions.position`).
   */
  event: (event: WallEvent, position: Position) => void
  /** The log began anew and cannot be replayed (LOG-4): this is the wall now, and the events after it follow. */
  reset: (wall: Wall, position: Position) => void
  /** The credential: issued, renewed, or found from an earlier visit. */
  token: (token: string, guest: Guest) => void
}
