import { CLOSE, SILENCE_MS } from '@guestwall/protocol'
import type { ClientRefusal, ClosedReason, ConnectionState } from '../types.ts'
import { ladderWait, STABLE_MS } from './backoff.ts'
import { finalClose } from './closed-reason.ts'

/** A try that makes no progress for this long has failed: a hanging upgrade, or a 101 and then silence (CONN-1). */
export const TRY_LIMIT_MS = 5_000
/** HTTP delivery starts this long after `connect`, a loss or a doubt: sooner than the 2 s of CONN-3, later than most reconnects. */
export const DELIVERY_DELAY_MS = 1_500
/** A doubted socket has this long for any frame (CONN-5). */
export const PROBE_LIMIT_MS = 3_000
/** The longest wait a server may impose with `goodbye` or `retryAfterMs`. */
export const MAX_SERVER_WAIT_MS = 60_000

/** HTTP delivery beside the socket. `armed`: it starts when the delivery timer fires. */
type DeliveryMode = 'off' | 'armed' | 'on'

/** What lives on from state to state until the client is closed. */
interface Life {
  readonly wasConnected: boolean
  /** Failed tries since the last connection. */
  readonly failures: number
  /** Waits taken since the ladder started. */
  readonly rung: number
  readonly delivery: DeliveryMode
}

/** Where the connection's life stands. A state carries only what exists in it. */
export type Connection =
  /** Before `connect`. */
  | { readonly kind: 'idle' }
  /** Finding or asking for a credential. */
  | (Life & { readonly kind: 'joining' })
  /** Between two tries; the deadline ends it. */
  | (Life & { readonly kind: 'waiting'; readonly next: 'joining' | 'opening' })
  /** A socket is opening, greeting or catching up. */
  | (Life & { readonly kind: 'opening' })
  | (Life & { readonly kind: 'connected'; readonly connectedAtMs: number; readonly lastFrameAtMs: number })
  /** Connected as far as anyone knows; a probe is out (CONN-5). */
  | (Life & { readonly kind: 'doubting'; readonly connectedAtMs: number })
  /** The server said goodbye; its socket is still read; the deadline is the moment it named (CONN-6). */
  | (Life & { readonly kind: 'departing' })
  /** There is no socket transport: HTTP delivery for ever. */
  | (Life & { readonly kind: 'httpOnly' })
  | { readonly kind: 'closed'; readonly reason: ClosedReason }

/** A state between `connect` and the end. */
type Living = Exclude<Connection, { kind: 'idle' | 'closed' }>
/** A state that holds a socket. */
type OnSocket = Extract<Connection, { kind: 'opening' | 'connected' | 'doubting' | 'departing' }>

/** What can happen to a connection. Frames and closes are those of the present socket: the driver drops an older one's. */
export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'close' }
  /** A credential is there. */
  | { readonly type: 'joined' }
  | { readonly type: 'joinFailed'; readonly retryAfterMs: number }
  | { readonly type: 'socketOpened' }
  /** Any valid frame: a sign of life. */
  | { readonly type: 'frame' }
  /** `welcome` came and the log is read up to its head. */
  | { readonly type: 'caughtUp' }
  /** The socket brought a slice that does not continue the reader's position (SYNC-2). */
  | { readonly type: 'gap' }
  | { readonly type: 'goodbye'; readonly reconnectInMs: number }
  | { readonly type: 'socketClosed'; readonly code: number; readonly refusal: ClientRefusal | null }
  | { readonly type: 'wake' }
  /** The timer of the present state fired. */
  | { readonly type: 'deadline' }
  /** The delivery timer fired. */
  | { readonly type: 'deliveryDue' }
  /** HTTP brought a final refusal. */
  | { readonly type: 'refused'; readonly reason: ClosedReason }

/** What the driver must do, in order. */
export type ConnectionEffect =
  | { readonly kind: 'join' }
  | { readonly kind: 'openSocket' }
  | { readonly kind: 'sendHello' }
  | { readonly kind: 'sendPing' }
  | { readonly kind: 'closeSocket' }
  /** Sets a timer anew; `null` stops it. */
  | { readonly kind: 'timer'; readonly timer: 'deadline' | 'delivery'; readonly delayMs: number | null }
  | { readonly kind: 'deliver'; readonly isOn: boolean }

/** What a step needs from outside. `chance` is in [0, 1), fresh for each step. */
export interface ConnectionEnv {
  readonly nowMs: number
  readonly chance: number
  readonly waitsMs: readonly number[]
  readonly hasSocket: boolean
}

export interface ConnectionStep {
  readonly state: Connection
  readonly effects: readonly ConnectionEffect[]
}

const JOIN: ConnectionEffect = { kind: 'join' }
const OPEN: ConnectionEffect = { kind: 'openSocket' }
const SHUT: ConnectionEffect = { kind: 'closeSocket' }
const deadline = (delayMs: number | null): ConnectionEffect => ({ kind: 'timer', timer: 'deadline', delayMs })
const deliveryTimer = (delayMs: number | null): ConnectionEffect => ({ kind: 'timer', timer: 'delivery', delayMs })
const deliver = (isOn: boolean): ConnectionEffect => ({ kind: 'deliver', isOn })

const become = (state: Connection, ...effects: readonly ConnectionEffect[]): ConnectionStep => ({ state, effects })
/** The input does not apply to this state, on purpose. */
const stay = (state: Connection): ConnectionStep => become(state)

/** The next state and what to do about it. Throws on an input that is not in the table. */
export function step(state: Connection, event: ConnectionEvent, env: ConnectionEnv): ConnectionStep {
  switch (event.type) {
    case 'connect':
      return connect(state)
    case 'close':
      return state.kind === 'closed' ? stay(state) : end('local')
    case 'refused':
      return isLiving(state) ? end(event.reason) : stay(state)
    case 'joined':
      return state.kind === 'joining' ? joined(state, env) : stay(state)
    case 'joinFailed':
      return state.kind === 'joining' ? failTry(state, env, event.retryAfterMs) : stay(state)
    case 'socketOpened':
      return state.kind === 'opening' ? become(state, { kind: 'sendHello' }, deadline(TRY_LIMIT_MS)) : stay(state)
    case 'frame':
      return heard(state, env)
    case 'caughtUp':
      return state.kind === 'opening' ? connected(state, env.nowMs, env.nowMs) : stay(state)
    case 'gap':
      return gap(state, env)
    case 'goodbye':
      return isOnSocket(state) ? goodbye(state, event.reconnectInMs, env) : stay(state)
    case 'socketClosed':
      return isOnSocket(state) ? socketClosed(state, event, env) : stay(state)
    case 'wake':
      return wake(state)
    case 'deadline':
      return deadlinePassed(state, env)
    case 'deliveryDue':
      return isLiving(state) ? startDelivery(state) : stay(state)
    default:
      throw new Error(`unknown event ${(event satisfies never as ConnectionEvent).type}`)
  }
}

/** The five words that the outside knows (CONN-1). `ladder` is the number of rungs before `fallback`. */
export function publicState(state: Connection, ladder: number): ConnectionState {
  switch (state.kind) {
    case 'idle':
      return 'connecting'
    case 'closed':
      return 'closed'
    case 'connected':
    case 'doubting':
      return 'connected'
    case 'departing':
      return 'reconnecting'
    case 'httpOnly':
      return 'fallback'
    default:
      return state.failures >= ladder ? 'fallback' : state.wasConnected ? 'reconnecting' : 'connecting'
  }
}

/** Whether commands go over the socket; otherwise they go by HTTP at once (CONN-4). */
export function canSendOnSocket(state: Connection): boolean {
  return state.kind === 'connected' || state.kind === 'doubting'
}

function isLiving(state: Connection): state is Living {
  return state.kind !== 'idle' && state.kind !== 'closed'
}

function isOnSocket(state: Connection): state is OnSocket {
  return state.kind === 'opening' || state.kind === 'departing' || canSendOnSocket(state)
}

function connect(state: Connection): ConnectionStep {
  const mayStart = state.kind === 'idle' || (state.kind === 'closed' && state.reason === 'local')
  if (!mayStart) return stay(state)
  const first: Connection = { kind: 'joining', wasConnected: false, failures: 0, rung: 0, delivery: 'armed' }
  return become(first, deliveryTimer(DELIVERY_DELAY_MS), JOIN)
}

function end(reason: ClosedReason): ConnectionStep {
  return become({ kind: 'closed', reason }, deadline(null), deliveryTimer(null), deliver(false), SHUT)
}

/** Opens a socket, after what comes `first`. */
function open(life: Life, ...first: readonly ConnectionEffect[]): ConnectionStep {
  return become({ ...lifeOf(life), kind: 'opening' }, ...first, OPEN, deadline(TRY_LIMIT_MS))
}

function joined(state: Living, env: ConnectionEnv): ConnectionStep {
  if (!env.hasSocket) return become({ ...lifeOf(state), kind: 'httpOnly', delivery: 'on' }, deliveryTimer(null), deliver(true))
  // Delivery that fell due while there was no credential to read with starts now.
  return state.delivery === 'on' ? open(state, deliver(true)) : open(state)
}

/** A failed try: the next rung, and HTTP delivery without further delay. */
function failTry(state: Living, env: ConnectionEnv, retryAfterMs: number): ConnectionStep {
  const failures = state.failures + 1
  if (state.kind === 'joining') return wait({ ...state, failures }, 'joining', state.rung, retryAfterMs, env)
  const read = startDelivery(state)
  return withFirst(read.effects, wait({ ...state, failures, delivery: 'on' }, 'opening', state.rung, retryAfterMs, env))
}

/** Waits on `rung` of the ladder, or as long as the server says. */
function wait(life: Life, next: 'joining' | 'opening', rung: number, retryAfterMs: number, env: ConnectionEnv): ConnectionStep {
  const waitMs = Math.max(ladderWait(rung, env.chance, env.waitsMs), Math.min(retryAfterMs, MAX_SERVER_WAIT_MS))
  return become({ ...lifeOf(life), kind: 'waiting', next, rung: rung + 1 }, deadline(waitMs))
}

function connected(state: Living, connectedAtMs: number, nowMs: number): ConnectionStep {
  const effects = [deadline(SILENCE_MS)]
  if (state.delivery === 'armed') effects.push(deliveryTimer(null))
  if (state.delivery === 'on') effects.push(deliver(false))
  const life: Life = { wasConnected: true, failures: 0, rung: state.rung, delivery: 'off' }
  return become({ ...life, kind: 'connected', connectedAtMs, lastFrameAtMs: nowMs }, ...effects)
}

function heard(state: Connection, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'opening':
      return become(state, deadline(TRY_LIMIT_MS))
    case 'connected':
      return become({ ...state, lastFrameAtMs: env.nowMs })
    case 'doubting':
      return connected(state, state.connectedAtMs, env.nowMs)
    default:
      return stay(state)
  }
}

/** The log is asked again from the reader's own position: by HTTP at once, and by the next socket. */
function gap(state: Connection, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'opening':
      return withFirst([SHUT], failTry(state, env, 0))
    case 'connected':
    case 'doubting':
      return withFirst([SHUT, ...startDelivery(state).effects], lose({ ...state, delivery: 'on' }, env, 0))
    case 'departing':
      return startDelivery(state)
    default:
      return stay(state)
  }
}

function lose(state: Extract<Living, { connectedAtMs: number }>, env: ConnectionEnv, retryAfterMs: number): ConnectionStep {
  const armed = armDelivery(state)
  return withFirst(armed.effects, wait({ ...state, delivery: armed.delivery }, 'opening', rungAfter(state, env), retryAfterMs, env))
}

/** A connection that held starts the ladder again; one that flapped goes on climbing. */
function rungAfter(state: Living, env: ConnectionEnv): number {
  return 'connectedAtMs' in state && env.nowMs - state.connectedAtMs >= STABLE_MS ? 0 : state.rung
}

function goodbye(state: OnSocket, reconnectInMs: number, env: ConnectionEnv): ConnectionStep {
  const { delivery, effects } = armDelivery(state)
  const next: Connection = { ...lifeOf(state), kind: 'departing', rung: rungAfter(state, env), delivery }
  return become(next, ...effects, deadline(Math.min(reconnectInMs, MAX_SERVER_WAIT_MS)))
}

function socketClosed(state: OnSocket, event: Extract<ConnectionEvent, { type: 'socketClosed' }>, env: ConnectionEnv): ConnectionStep {
  const reason = finalClose(event.code, event.refusal)
  if (reason !== null) return end(reason)
  const retryAfterMs = event.refusal?.retryAfterMs ?? 0
  switch (state.kind) {
    case 'opening':
      return failTry(isOurFault(event.code) ? atLastRung(state, env) : state, env, retryAfterMs)
    case 'connected':
      // `connectedAtMs` moves along, so that a long life before the fault does not start the ladder again.
      return lose(isOurFault(event.code) ? { ...atLastRung(state, env), connectedAtMs: env.nowMs } : state, env, retryAfterMs)
    case 'doubting':
      return replace(state, env)
    case 'departing':
      // The deadline that the goodbye set goes on running.
      return become({ ...lifeOf(state), kind: 'waiting', next: 'opening' })
    default:
      return state satisfies never
  }
}

/** The server could not read what this client sent: the same again would meet the same answer. */
function isOurFault(code: number): boolean {
  return code === CLOSE.badFrame || code === CLOSE.tooLarge
}

function atLastRung<State extends Living>(state: State, env: ConnectionEnv): State {
  return { ...state, rung: env.waitsMs.length }
}

function wake(state: Connection): ConnectionStep {
  switch (state.kind) {
    case 'waiting':
      return tryNow(state)
    case 'connected':
      return doubt(state)
    default:
      return stay(state)
  }
}

function doubt(state: Extract<Living, { kind: 'connected' }>): ConnectionStep {
  const { delivery, effects } = armDelivery(state)
  const next: Connection = { ...lifeOf(state), kind: 'doubting', connectedAtMs: state.connectedAtMs, delivery }
  return become(next, { kind: 'sendPing' }, deadline(PROBE_LIMIT_MS), ...effects)
}

function deadlinePassed(state: Connection, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'waiting':
      return tryNow(state)
    case 'opening':
      return withFirst([SHUT], failTry(state, env, 0))
    case 'connected': {
      const quietMs = env.nowMs - state.lastFrameAtMs
      return quietMs < SILENCE_MS ? become(state, deadline(SILENCE_MS - quietMs)) : doubt(state)
    }
    case 'doubting':
      return withFirst([SHUT], replace(state, env))
    case 'departing':
      return open(state, SHUT)
    default:
      return stay(state)
  }
}

function tryNow(state: Extract<Living, { kind: 'waiting' }>): ConnectionStep {
  return state.next === 'joining' ? become({ ...lifeOf(state), kind: 'joining' }, deadline(null), JOIN) : open(state)
}

/** A doubted socket is replaced without back-off (CONN-5). */
function replace(state: Extract<Living, { kind: 'doubting' }>, env: ConnectionEnv): ConnectionStep {
  return open({ ...state, rung: rungAfter(state, env), delivery: 'on' }, ...startDelivery(state).effects)
}

/** Turns HTTP delivery on, or notes that it is due where there is no credential yet. */
function startDelivery(state: Living): ConnectionStep {
  if (state.delivery === 'on') return stay(state)
  const hasCredential = state.kind !== 'joining' && !(state.kind === 'waiting' && state.next === 'joining')
  const timer = state.delivery === 'armed' ? [deliveryTimer(null)] : []
  return become({ ...state, delivery: 'on' }, ...timer, ...(hasCredential ? [deliver(true)] : []))
}

function armDelivery({ delivery }: Living): { delivery: DeliveryMode; effects: ConnectionEffect[] } {
  return delivery === 'off' ? { delivery: 'armed', effects: [deliveryTimer(DELIVERY_DELAY_MS)] } : { delivery, effects: [] }
}

function withFirst(first: readonly ConnectionEffect[], { state, effects }: ConnectionStep): ConnectionStep {
  return become(state, ...first, ...effects)
}

function lifeOf({ wasConnected, failures, rung, delivery }: Life): Life {
  return { wasConnected, failures, rung, delivery }
}
