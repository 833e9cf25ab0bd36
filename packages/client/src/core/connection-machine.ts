import type { ClientRefusal, ConnectionState } from '../types.ts'
import { backoffMs, STABLE_MS } from './backoff.ts'
import { finalClose } from './closed-reason.ts'

/** An attempt without progress for this long has failed: a hanging upgrade, or a 101 and then silence (CONN-1). */
export const TRY_LIMIT_MS = 5_000
/** HTTP delivery starts this long after `connect`, a loss or a doubt: CONN-3 allows 2 s, and most reconnects are faster. */
export const DELIVERY_DELAY_MS = 1_500
/** After a ping, any frame must arrive within this time, or the socket is replaced (CONN-5). */
export const PROBE_LIMIT_MS = 3_000
/** Upper bound of a wait that the server asks for with `goodbye` or `retryAfterMs`: a wrong value must not stop the client. */
export const MAX_SERVER_WAIT_MS = 60_000

/** HTTP delivery beside the socket. `armed`: it starts when the delivery timer fires. */
type DeliveryMode = 'off' | 'armed' | 'on'

/** The fields of every state between `connect` and the end. */
interface Common {
  readonly wasConnected: boolean
  /** Failed attempts since the last connection. */
  readonly failures: number
  /** Index of the next wait in the backoff (CONN-2). */
  readonly attempt: number
  readonly delivery: DeliveryMode
}

/** The state of the connection. Each kind has only the fields that exist in it. */
export type Connection =
  /** Before `connect`. */
  | { readonly kind: 'idle' }
  /** Reads or requests a credential. */
  | (Common & { readonly kind: 'joining' })
  /** Between two attempts; the deadline ends it. */
  | (Common & { readonly kind: 'waiting' })
  /** A socket is opening, or waits for `welcome` and the catch-up. */
  | (Common & { readonly kind: 'opening' })
  | (Common & { readonly kind: 'connected'; readonly connectedAtMs: number; readonly lastFrameAtMs: number })
  /** A ping was sent at `sinceMs` and no frame has arrived since (CONN-5). */
  | (Common & { readonly kind: 'doubting'; readonly connectedAtMs: number; readonly sinceMs: number })
  /** The server sent `goodbye`. Its socket is still read; the deadline is the reconnect time that it gave (CONN-6). */
  | (Common & { readonly kind: 'departing' })
  /** There is no socket transport: HTTP delivery only. */
  | (Common & { readonly kind: 'httpOnly' })
  /** `refusal` is `null` where `close` was called. */
  | { readonly kind: 'closed'; readonly refusal: ClientRefusal | null }

type Active = Exclude<Connection, { kind: 'idle' | 'closed' }>
/** A state that holds a socket. */
type OnSocket = Extract<Connection, { kind: 'opening' | 'connected' | 'doubting' | 'departing' }>

/** Inputs of the machine. Frames and closes are those of the current socket; the caller ignores older sockets. */
export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'close' }
  /** A credential is available. */
  | { readonly type: 'joined' }
  | { readonly type: 'joinFailed'; readonly retryAfterMs: number }
  | { readonly type: 'socketOpened' }
  /** Any valid frame. */
  | { readonly type: 'frame' }
  /** `welcome` arrived and the log is read up to its head. */
  | { readonly type: 'caughtUp' }
  /** A slice does not continue the reader's position (SYNC-2). */
  | { readonly type: 'gap' }
  | { readonly type: 'goodbye'; readonly reconnectInMs: number }
  | { readonly type: 'socketClosed'; readonly code: number; readonly refusal: ClientRefusal | null }
  | { readonly type: 'wake' }
  /** The timer of the current state fired. */
  | { readonly type: 'deadline' }
  /** The delivery timer fired. */
  | { readonly type: 'deliveryDue' }
  /** A final refusal, by HTTP or as the answer to a command. */
  | { readonly type: 'refused'; readonly refusal: ClientRefusal }

/** The effects that the caller carries out, in order. */
export type ConnectionEffect =
  | { readonly type: 'join' | 'openSocket' | 'closeSocket' | 'sendHello' | 'sendPing' }
  /** Replaces the timer that causes this event; `null` cancels it. */
  | { readonly type: 'timer'; readonly timer: 'deadline' | 'deliveryDue'; readonly delayMs: number | null }

/** Values from outside. `jitter` is random in [0, 1), new for each step. */
export interface ConnectionEnv {
  readonly nowMs: number
  readonly jitter: number
  readonly config: { readonly waitsMs: readonly number[]; readonly hasSocket: boolean }
  /** Silence of the server that raises doubt (CONN-5). */
  readonly silenceMs: number
}

export interface ConnectionStep {
  readonly state: Connection
  readonly effects: readonly ConnectionEffect[]
}

const JOIN: ConnectionEffect = { type: 'join' }
const OPEN: ConnectionEffect = { type: 'openSocket' }
const CLOSE: ConnectionEffect = { type: 'closeSocket' }
const deadline = (delayMs: number | null): ConnectionEffect => ({ type: 'timer', timer: 'deadline', delayMs })

const transition = (state: Connection, ...effects: readonly ConnectionEffect[]): ConnectionStep => ({ state, effects })
/** `false`: the input does not apply to the state. */
type Reaction = ConnectionStep | false

/** The next state and its effects. Throws on an unknown input. */
export function stepConnection(state: Connection, event: ConnectionEvent, env: ConnectionEnv): ConnectionStep {
  const next = react(state, event, env) || transition(state)
  const isDue = hasDelivery(next.state, 'armed')
  // The delivery timer is derived from the states, so that no transition has to set it.
  if (isDue === hasDelivery(state, 'armed')) return next
  return withFirst([{ type: 'timer', timer: 'deliveryDue', delayMs: isDue ? DELIVERY_DELAY_MS : null }], next)
}

/** Where it is `on`, HTTP delivery runs as soon as there is a credential. */
export function hasDelivery(state: Connection, mode: DeliveryMode): boolean {
  return isActive(state) && state.delivery === mode
}

function react(state: Connection, event: ConnectionEvent, env: ConnectionEnv): Reaction {
  switch (event.type) {
    case 'connect':
      return connect(state)
    case 'close':
      return state.kind !== 'closed' && end(null)
    case 'refused':
      return isActive(state) && end(event.refusal)
    case 'joined':
      return state.kind === 'joining' && joined(state, env)
    case 'joinFailed':
      return state.kind === 'joining' && failTry(state, env, event.retryAfterMs)
    case 'socketOpened':
      return state.kind === 'opening' && transition(state, { type: 'sendHello' }, deadline(TRY_LIMIT_MS))
    case 'frame':
      return onActivity(state, env)
    case 'caughtUp':
      return state.kind === 'opening' && connected(state, env.nowMs, env)
    case 'gap':
      // Reads the log again from the reader's own position: by HTTP at once, then over the next socket.
      return isOnSocket(state) && dropSocket({ ...state, delivery: 'on' }, env)
    case 'goodbye':
      return isOnSocket(state) && goodbye(state, event.reconnectInMs, env)
    case 'socketClosed':
      return isOnSocket(state) && socketClosed(state, event, env)
    case 'wake':
      return wake(state, env)
    case 'deadline':
      return deadlinePassed(state, env)
    case 'deliveryDue':
      return isActive(state) && transition({ ...state, delivery: 'on' })
    default:
      throw new Error((event satisfies never as ConnectionEvent).type)
  }
}

/** The public state (CONN-1). After as many failed attempts as there are waits it is `fallback`. */
export function publicState({
  connection: state,
  config,
}: Pick<ConnectionEnv, 'config'> & { readonly connection: Connection }): ConnectionState {
  if (!isActive(state)) return state.kind === 'closed' ? 'closed' : 'connecting'
  if (canSendOnSocket(state)) return 'connected'
  if (state.kind === 'httpOnly' || state.failures >= config.waitsMs.length) return 'fallback'
  return state.wasConnected ? 'reconnecting' : 'connecting'
}

/** Whether commands go over the socket; otherwise they go by HTTP at once (CONN-4). */
export function canSendOnSocket(state: Connection): boolean {
  return state.kind === 'connected' || state.kind === 'doubting'
}

/** Between `connect` and the end. */
export function isActive(state: Connection): state is Active {
  return state.kind !== 'idle' && state.kind !== 'closed'
}

function isOnSocket(state: Connection): state is OnSocket {
  return state.kind === 'opening' || state.kind === 'departing' || canSendOnSocket(state)
}

function connect(state: Connection): Reaction {
  if (isActive(state)) return false
  const first: Connection = { kind: 'joining', wasConnected: false, failures: 0, attempt: 0, delivery: 'armed' }
  return transition(first, JOIN)
}

function end(refusal: ClientRefusal | null): ConnectionStep {
  return transition({ kind: 'closed', refusal }, deadline(null), CLOSE)
}

function open(common: Common): ConnectionStep {
  return transition({ ...commonOf(common), kind: 'opening' }, OPEN, deadline(TRY_LIMIT_MS))
}

function joined(state: Active, env: ConnectionEnv): ConnectionStep {
  return env.config.hasSocket ? open(state) : transition({ ...commonOf(state), kind: 'httpOnly', delivery: 'on' })
}

/** A failed attempt: wait for the next one, and start HTTP delivery at once. */
function failTry(state: Active, env: ConnectionEnv, retryAfterMs: number): ConnectionStep {
  const isJoining = state.kind === 'joining'
  const common: Common = { ...state, failures: state.failures + 1, delivery: isJoining ? state.delivery : 'on' }
  return wait(common, retryAfterMs, env)
}

/** Waits for the backoff of this attempt, or as long as the server asks for. */
function wait(common: Common, retryAfterMs: number, env: ConnectionEnv): ConnectionStep {
  const waitMs = Math.max(backoffMs(common.attempt, env.jitter, env.config.waitsMs), Math.min(retryAfterMs, MAX_SERVER_WAIT_MS))
  return transition({ ...commonOf(common), kind: 'waiting', attempt: common.attempt + 1 }, deadline(waitMs))
}

function connected(state: Active, connectedAtMs: number, { nowMs, silenceMs }: ConnectionEnv): ConnectionStep {
  const common = { wasConnected: true, failures: 0, attempt: state.attempt, delivery: 'off' } as const
  return transition({ kind: 'connected', ...common, connectedAtMs, lastFrameAtMs: nowMs }, deadline(silenceMs))
}

function onActivity(state: Connection, env: ConnectionEnv): Reaction {
  switch (state.kind) {
    case 'opening':
      return transition(state, deadline(TRY_LIMIT_MS))
    case 'connected':
      return transition({ ...state, lastFrameAtMs: env.nowMs })
    case 'doubting':
      return connected(state, state.connectedAtMs, env)
    default:
      return false
  }
}

/** Closes the current socket as if it were lost. */
function dropSocket(state: OnSocket, env: ConnectionEnv): ConnectionStep {
  return withFirst([CLOSE], lose(state, 0, env))
}

/** The state after the current socket is lost. */
function lose(state: OnSocket, retryAfterMs: number, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'opening':
      return failTry(state, env, retryAfterMs)
    case 'connected':
      return wait({ ...armed(state), attempt: attemptAfter(state, env) }, retryAfterMs, env)
    case 'doubting':
      // Replaced without a wait (CONN-5).
      return open({ ...state, attempt: attemptAfter(state, env), delivery: 'on' })
    case 'departing':
      // The deadline of the goodbye stays set.
      return transition({ ...commonOf(state), kind: 'waiting' })
  }
}

/** The backoff restarts after a stable connection, and continues after a short one (CONN-2). */
function attemptAfter(state: Active, env: ConnectionEnv): number {
  return 'connectedAtMs' in state && env.nowMs - state.connectedAtMs >= STABLE_MS ? 0 : state.attempt
}

function goodbye(state: OnSocket, reconnectInMs: number, env: ConnectionEnv): ConnectionStep {
  const next: Connection = { ...armed(state), kind: 'departing', attempt: attemptAfter(state, env) }
  return transition(next, deadline(Math.min(reconnectInMs, MAX_SERVER_WAIT_MS)))
}

function socketClosed(state: OnSocket, event: Extract<ConnectionEvent, { type: 'socketClosed' }>, env: ConnectionEnv): ConnectionStep {
  const { code, refusal } = event
  const final = finalClose(code, refusal)
  return final === null ? lose(state, refusal?.retryAfterMs ?? 0, env) : end(final)
}

function wake(state: Connection, { nowMs: sinceMs }: ConnectionEnv): Reaction {
  switch (state.kind) {
    case 'waiting':
      // With a credential that goes on at once.
      return transition({ ...commonOf(state), kind: 'joining' }, deadline(null), JOIN)
    case 'connected': {
      const next: Connection = { ...armed(state), kind: 'doubting', connectedAtMs: state.connectedAtMs, sinceMs }
      return transition(next, { type: 'sendPing' }, deadline(PROBE_LIMIT_MS))
    }
    default:
      return false
  }
}

function deadlinePassed(state: Connection, env: ConnectionEnv): Reaction {
  switch (state.kind) {
    case 'connected': {
      const restMs = state.lastFrameAtMs + env.silenceMs - env.nowMs
      return restMs > 0 ? transition(state, deadline(restMs)) : wake(state, env)
    }
    case 'opening':
    case 'doubting':
      return dropSocket(state, env)
    case 'departing':
      return withFirst([CLOSE], open(state))
    default:
      // The end of a wait has the same effect as a wake.
      return wake(state, env)
  }
}

/** The same fields, with HTTP delivery armed unless it runs already. */
function armed(state: Active): Common {
  return state.delivery === 'off' ? { ...commonOf(state), delivery: 'armed' } : commonOf(state)
}

function withFirst(first: readonly ConnectionEffect[], { state, effects }: ConnectionStep): ConnectionStep {
  return transition(state, ...first, ...effects)
}

function commonOf({ wasConnected, failures, attempt, delivery }: Common): Common {
  return { wasConnected, failures, attempt, delivery }
}
