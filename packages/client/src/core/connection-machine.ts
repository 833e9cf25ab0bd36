import { SILENCE_MS } from '@guestwall/protocol'
import type { ClientRefusal, ConnectionState } from '../types.ts'
import { ladderWait, STABLE_MS } from './backoff.ts'
import { finalClose } from './closed-reason.ts'

/** A try that makes no progress for this long has failed: a hanging upgrade, or a 101 and then silence (CONN-1). */
export const TRY_LIMIT_MS = 5_000
/** HTTP delivery starts this long after `connect`, a loss or a doubt: sooner than the 2 s of CONN-3, later than most reconnects. */
export const DELIVERY_DELAY_MS = 1_500
/** A doubted socket has this long for any frame (CONN-5). */
export const PROBE_LIMIT_MS = 3_000
/** The longest wait that a server may impose with `goodbye` or `retryAfterMs`: one that errs about it must not end the client. */
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
  /** `refusal` is `null` where `close` was called. */
  | { readonly kind: 'closed'; readonly refusal: ClientRefusal | null }

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
  /** HTTP, or the answer to a command, brought a final refusal. */
  | { readonly type: 'refused'; readonly refusal: ClientRefusal }

/** What the driver must do, in order. */
export type ConnectionEffect =
  | { readonly kind: 'join' }
  | { readonly kind: 'line'; readonly call: 'open' | 'sendHello' | 'sendPing' | 'close' }
  /** Sets the timer of an event anew; `null` stops it. */
  | { readonly kind: 'timer'; readonly timer: 'deadline' | 'deliveryDue'; readonly delayMs: number | null }

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
const OPEN: ConnectionEffect = { kind: 'line', call: 'open' }
const SHUT: ConnectionEffect = { kind: 'line', call: 'close' }
const deadline = (delayMs: number | null): ConnectionEffect => ({ kind: 'timer', timer: 'deadline', delayMs })

const become = (state: Connection, ...effects: readonly ConnectionEffect[]): ConnectionStep => ({ state, effects })
/** The input does not apply to this state, on purpose. */
const stay = (state: Connection): ConnectionStep => become(state)

/** The next state and what to do about it. Throws on an input that is not in the table. */
export function step(state: Connection, event: ConnectionEvent, env: ConnectionEnv): ConnectionStep {
  const next = react(state, event, env)
  const isDue = isArmed(next.state)
  // The delivery timer follows from the states alone, so that no transition has to think of it.
  if (isDue === isArmed(state)) return next
  return withFirst([{ kind: 'timer', timer: 'deliveryDue', delayMs: isDue ? DELIVERY_DELAY_MS : null }], next)
}

function isArmed(state: Connection): boolean {
  return isLiving(state) && state.delivery === 'armed'
}

/** Whether HTTP delivery runs. When it falls due while there is no credential to read with, it starts when there is one. */
export function isDelivering(state: Connection): boolean {
  return isLiving(state) && state.delivery === 'on' && state.kind !== 'joining' && !(state.kind === 'waiting' && state.next === 'joining')
}

function react(state: Connection, event: ConnectionEvent, env: ConnectionEnv): ConnectionStep {
  switch (event.type) {
    case 'connect':
      return connect(state)
    case 'close':
      return state.kind === 'closed' ? stay(state) : end(null)
    case 'refused':
      return isLiving(state) ? end(event.refusal) : stay(state)
    case 'joined':
      return state.kind === 'joining' ? joined(state, env) : stay(state)
    case 'joinFailed':
      return state.kind === 'joining' ? failTry(state, env, event.retryAfterMs) : stay(state)
    case 'socketOpened':
      return state.kind === 'opening' ? become(state, { kind: 'line', call: 'sendHello' }, deadline(TRY_LIMIT_MS)) : stay(state)
    case 'frame':
      return heard(state, env)
    case 'caughtUp':
      return state.kind === 'opening' ? connected(state, env.nowMs, env.nowMs) : stay(state)
    case 'gap':
      return isOnSocket(state) ? gap(state, env) : stay(state)
    case 'goodbye':
      return isOnSocket(state) ? goodbye(state, event.reconnectInMs, env) : stay(state)
    case 'socketClosed':
      return isOnSocket(state) ? socketClosed(state, event, env) : stay(state)
    case 'wake':
      return wake(state)
    case 'deadline':
      return deadlinePassed(state, env)
    case 'deliveryDue':
      return isLiving(state) ? become({ ...state, delivery: 'on' }) : stay(state)
    default:
      throw new Error((event satisfies never as ConnectionEvent).type)
  }
}

/** The five words that the outside knows (CONN-1). `ladder` is the number of rungs before `fallback`. */
export function publicState(state: Connection, ladder: number): ConnectionState {
  if (state.kind === 'closed') return 'closed'
  if (canSendOnSocket(state)) return 'connected'
  if (state.kind === 'httpOnly' || (isLiving(state) && state.failures >= ladder)) return 'fallback'
  return isLiving(state) && state.wasConnected ? 'reconnecting' : 'connecting'
}

/** Whether commands go over the socket; otherwise they go by HTTP at once (CONN-4). */
export function canSendOnSocket(state: Connection): boolean {
  return state.kind === 'connected' || state.kind === 'doubting'
}

/** Between `connect` and the end. */
export function isLiving(state: Connection): state is Living {
  return state.kind !== 'idle' && state.kind !== 'closed'
}

function isOnSocket(state: Connection): state is OnSocket {
  return state.kind === 'opening' || state.kind === 'departing' || canSendOnSocket(state)
}

function connect(state: Connection): ConnectionStep {
  if (isLiving(state)) return stay(state)
  const first: Connection = { kind: 'joining', wasConnected: false, failures: 0, rung: 0, delivery: 'armed' }
  return become(first, JOIN)
}

function end(refusal: ClientRefusal | null): ConnectionStep {
  return become({ kind: 'closed', refusal }, deadline(null), SHUT)
}

function open(life: Life): ConnectionStep {
  return become({ ...lifeOf(life), kind: 'opening' }, OPEN, deadline(TRY_LIMIT_MS))
}

function joined(state: Living, env: ConnectionEnv): ConnectionStep {
  return env.hasSocket ? open(state) : become({ ...lifeOf(state), kind: 'httpOnly', delivery: 'on' })
}

/** A failed try: the next rung, and HTTP delivery without further delay. */
function failTry(state: Living, env: ConnectionEnv, retryAfterMs: number): ConnectionStep {
  const failures = state.failures + 1
  if (state.kind === 'joining') return wait({ ...state, failures }, 'joining', retryAfterMs, env)
  return wait({ ...state, failures, delivery: 'on' }, 'opening', retryAfterMs, env)
}

/** Waits on the rung of the ladder that life has come to, or as long as the server says. */
function wait(life: Life, next: 'joining' | 'opening', retryAfterMs: number, env: ConnectionEnv): ConnectionStep {
  const waitMs = Math.max(ladderWait(life.rung, env.chance, env.waitsMs), Math.min(retryAfterMs, MAX_SERVER_WAIT_MS))
  return become({ ...lifeOf(life), kind: 'waiting', next, rung: life.rung + 1 }, deadline(waitMs))
}

function connected(state: Living, connectedAtMs: number, nowMs: number): ConnectionStep {
  const life: Life = { wasConnected: true, failures: 0, rung: state.rung, delivery: 'off' }
  return become({ ...life, kind: 'connected', connectedAtMs, lastFrameAtMs: nowMs }, deadline(SILENCE_MS))
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
function gap(state: OnSocket, env: ConnectionEnv): ConnectionStep {
  const reading = { ...state, delivery: 'on' } as const
  // A departing socket is closed soon enough.
  return state.kind === 'departing' ? become(reading) : withFirst([SHUT], lose(reading, 0, env))
}

/** What comes after the present socket. */
function lose(state: OnSocket, retryAfterMs: number, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'opening':
      return failTry(state, env, retryAfterMs)
    case 'connected':
      return wait({ ...armed(state), rung: rungAfter(state, env) }, 'opening', retryAfterMs, env)
    case 'doubting':
      // Replaced without back-off (CONN-5).
      return open({ ...state, rung: rungAfter(state, env), delivery: 'on' })
    case 'departing':
      // The deadline that the goodbye set goes on running.
      return become({ ...lifeOf(state), kind: 'waiting', next: 'opening' })
    default:
      return state satisfies never
  }
}

/** A connection that held starts the ladder again; one that flapped goes on climbing. */
function rungAfter(state: Living, env: ConnectionEnv): number {
  return 'connectedAtMs' in state && env.nowMs - state.connectedAtMs >= STABLE_MS ? 0 : state.rung
}

function goodbye(state: OnSocket, reconnectInMs: number, env: ConnectionEnv): ConnectionStep {
  const next: Connection = { ...armed(state), kind: 'departing', rung: rungAfter(state, env) }
  return become(next, deadline(Math.min(reconnectInMs, MAX_SERVER_WAIT_MS)))
}

function socketClosed(state: OnSocket, event: Extract<ConnectionEvent, { type: 'socketClosed' }>, env: ConnectionEnv): ConnectionStep {
  const { code, refusal } = event
  const final = finalClose(code, refusal)
  return final === null ? lose(state, refusal?.retryAfterMs ?? 0, env) : end(final)
}

function wake(state: Connection): ConnectionStep {
  switch (state.kind) {
    case 'waiting':
      return state.next === 'joining' ? become({ ...lifeOf(state), kind: 'joining' }, deadline(null), JOIN) : open(state)
    case 'connected': {
      const next: Connection = { ...armed(state), kind: 'doubting', connectedAtMs: state.connectedAtMs }
      return become(next, { kind: 'line', call: 'sendPing' }, deadline(PROBE_LIMIT_MS))
    }
    default:
      return stay(state)
  }
}

function deadlinePassed(state: Connection, env: ConnectionEnv): ConnectionStep {
  switch (state.kind) {
    case 'connected': {
      const quietMs = env.nowMs - state.lastFrameAtMs
      return quietMs < SILENCE_MS ? become(state, deadline(SILENCE_MS - quietMs)) : wake(state)
    }
    case 'opening':
    case 'doubting':
      return withFirst([SHUT], lose(state, 0, env))
    case 'departing':
      return withFirst([SHUT], open(state))
    default:
      // A wait is over, as if something woke it.
      return wake(state)
  }
}

/** Life in which HTTP delivery will start, unless it has or the socket is trusted again before. */
function armed(state: Living): Life {
  return state.delivery === 'off' ? { ...lifeOf(state), delivery: 'armed' } : lifeOf(state)
}

function withFirst(first: readonly ConnectionEffect[], { state, effects }: ConnectionStep): ConnectionStep {
  return become(state, ...first, ...effects)
}

function lifeOf({ wasConnected, failures, rung, delivery }: Life): Life {
  return { wasConnected, failures, rung, delivery }
}
