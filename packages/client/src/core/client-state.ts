import { type Position, SILENCE_MS, type WallEvent, type Welcome } from '@guestwall/protocol'
import type { ClientRefusal } from '../types.ts'
import { NOTHING_READ, type Reading } from './apply-queue.ts'
import { ownRefusal } from './closed-reason.ts'
import type { ClientConfig } from './config.ts'
import { type Connection, canSendOnSocket, isActive } from './connection-machine.ts'
import { type Health, UNKNOWN_HEALTH } from './health.ts'
import { type Identity, identityFor } from './identity.ts'
import { EMPTY_OUTBOX, type Outbox } from './outbox.ts'
import { FIRST_POLL, type PollPlan } from './poll-plan.ts'

/** Everything that a client knows. Immutable; `step` replaces what changes. */
export interface ClientState {
  readonly config: ClientConfig
  readonly connection: Connection
  readonly health: Health

  // The guest.
  /** The name to join with. */
  readonly guestName: string | null
  readonly identity: Identity
  readonly join: Join

  // The log (SYNC), and what else the server says.
  readonly reading: Reading
  /** Guests here, `null` until the server says it. */
  readonly online: number | null
  /** Callers that wait for a page of the list of guests until there is a credential to ask with. */
  readonly onlineQuestions: readonly OnlineQuestion[]

  // The socket, at most one.
  /** Its number, 0 for none. Inputs of older sockets are ignored. */
  readonly socket: number
  /** The newest number of a socket or a command. */
  readonly lastNumber: number
  /** The position of its `hello`. */
  readonly asked: Position | null
  readonly welcome: Welcome | null
  /** Silence of the server that raises doubt (CONN-5). */
  readonly silenceMs: number
  /** Its error frame about the connection: the reason of the close that follows. */
  readonly socketRefusal: ClientRefusal | null
  /** The command that it has not answered. */
  readonly command: SocketCommand | null

  // HTTP.
  /** Polls for the wall (CONN-3). */
  readonly poll: Poller
  /** Polls for pages of the log that `event` listeners missed (SYNC-8). */
  readonly pages: Poller

  // The guest's own commands (SEND).
  readonly outbox: Outbox
  /** The time for which the timer of the next entry is set. */
  readonly sendAtMs: number | null
  /** Keys whose outcome a caller waits for, each with the vote of its entry. */
  readonly waiters: ReadonlyMap<string, string | null>

  // Storage.
  /** The identity is read. */
  readonly isLoaded: boolean
  /** The entries of an earlier page are in the outbox; nothing is sent before. */
  readonly hasEntries: boolean
  /** `false` after a refusal. */
  readonly isDurable: boolean

  // The delivery to `event` listeners (SYNC-8).
  /** Everything up to here was emitted. `null`: it begins with the first reading. */
  readonly emitted: Position | null
  /** Steps of the reader that wait for the events before them. */
  readonly unemitted: readonly ReadStep[]
  /** Listeners are being called. */
  readonly isEmitting: boolean
  /** A snapshot took the place of the log: the server has to say what follows `emitted`. */
  readonly isEventGap: boolean
}

/** The way to a credential. `wanted`: begins when storage is loaded. `storing`: a command never precedes the credential in storage. */
export type Join = 'none' | 'wanted' | 'storing'

export interface SocketCommand {
  readonly ref: number
  readonly key: string
  /** The answer is late, and a ping was sent. */
  readonly isLate: boolean
}

export interface Poller {
  readonly phase: 'off' | 'asking' | 'pausing'
  readonly plan: PollPlan
  /** The last poll was answered. */
  readonly isFlowing: boolean
}

/** The reader went on from `before` to `to` by these events. */
export interface ReadStep {
  readonly before: Position | null
  readonly events: readonly WallEvent[]
  readonly to: Position
}

export interface OnlineQuestion {
  readonly list: number
  readonly cursor: string | null
}

const POLLER_OFF: Poller = { phase: 'off', plan: FIRST_POLL, isFlowing: false }

/** The state before `connect`. */
export function initialState(config: ClientConfig): ClientState {
  return {
    config,
    connection: { kind: 'idle' },
    health: UNKNOWN_HEALTH,
    guestName: config.guestName,
    identity: identityFor(config),
    join: 'none',
    reading: NOTHING_READ,
    online: null,
    onlineQuestions: [],
    socket: 0,
    lastNumber: 0,
    asked: null,
    welcome: null,
    silenceMs: SILENCE_MS,
    socketRefusal: null,
    command: null,
    poll: POLLER_OFF,
    pages: POLLER_OFF,
    outbox: EMPTY_OUTBOX,
    sendAtMs: null,
    waiters: new Map(),
    isLoaded: false,
    hasEntries: false,
    isDurable: true,
    emitted: config.position,
    unemitted: [],
    isEmitting: false,
    isEventGap: false,
  }
}

/** How commands are sent now: over the socket, by HTTP at once (CONN-4), or not at all. */
export function transportOf({ connection, identity }: ClientState): 'socket' | 'http' | null {
  if (canSendOnSocket(connection)) return 'socket'
  return isActive(connection) && identity.token !== null ? 'http' : null
}

const CLOSED = ownRefusal('client_closed', true)

/** Why the client does nothing any more, `null` unless it is closed. */
export function closingRefusal({ connection }: ClientState): ClientRefusal | null {
  return connection.kind === 'closed' ? (connection.refusal ?? CLOSED) : null
}
