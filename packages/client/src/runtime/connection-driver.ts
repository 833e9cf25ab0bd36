import { GOING_AWAY } from '../core/close-codes.ts'
import { ownRefusal } from '../core/closed-reason.ts'
import {
  canSendOnSocket,
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  isDelivering,
  stepConnection,
} from '../core/connection-machine.ts'
import type { Clock, Random } from '../types.ts'
import type { Api } from './api.ts'
import type { Health } from './health.ts'
import type { HttpDelivery } from './http-delivery.ts'
import type { Identity } from './identity.ts'
import type { SocketLine } from './socket-line.ts'

/** Runs the connection machine: feeds it what happens, does what it says. */
export interface ConnectionDriver {
  state(): Connection
  dispatch(event: ConnectionEvent): void
}

export interface ConnectionDriverParts {
  readonly clock: Clock
  readonly random: Random
  readonly waitsMs: readonly number[]
  readonly hasSocket: boolean
  /** The name to join with. */
  guestName(): string | undefined
  readonly identity: Identity
  readonly api: Api
  readonly health: Health
  line(): SocketLine
  delivery(): HttpDelivery
  turn(work: () => void): void
  /** Aborted when the client closes. */
  signal(): AbortSignal
  /** Resolves when identity and outbox are read from storage. */
  loaded(): Promise<void>
  /** Hears of each change of state. */
  onChange(before: Connection, now: Connection): void
}

export function createConnectionDriver(parts: ConnectionDriverParts): ConnectionDriver {
  const { clock, random, waitsMs, hasSocket, identity, api, health, turn } = parts
  const timers = { deadline: () => {}, deliveryDue: () => {} }
  const pending: ConnectionEvent[] = []
  let state: Connection = { kind: 'idle' }
  let isRunning = false

  /** An effect may cause the next event while it runs; events are taken one after the other. */
  function dispatch(event: ConnectionEvent): void {
    pending.push(event)
    if (isRunning) return
    isRunning = true
    try {
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) take(next)
    } finally {
      isRunning = false
    }
  }

  function take(event: ConnectionEvent): void {
    const before = state
    const result = stepConnection(before, event, { nowMs: clock.now(), jitter: random(), waitsMs, hasSocket })
    state = result.state
    for (const effect of result.effects) run(effect)
    parts.delivery()[isDelivering(state) ? 'start' : 'stop']()
    noteHealth(event)
    if (state === before) return
    if (state.kind === 'closed' && state.refusal?.code === 'unauthorised') identity.forget()
    parts.onChange(before, state)
  }

  function run(effect: ConnectionEffect): void {
    const transport = parts.line()
    switch (effect.kind) {
      case 'join':
        return void join()
      case 'openSocket':
        return transport.open()
      case 'closeSocket':
        return transport.close()
      case 'sendHello':
        return transport.sendHello()
      case 'sendPing':
        return transport.sendPing()
      case 'timer':
        return setTimer(effect.timer, effect.delayMs)
    }
    effect satisfies never
  }

  function setTimer(type: keyof typeof timers, delayMs: number | null): void {
    timers[type]()
    timers[type] = delayMs === null ? () => {} : clock.setTimer(delayMs, () => turn(() => dispatch({ type })))
  }

  /** Ends with exactly one of the machine's answers, unless the client was closed meanwhile. */
  async function join(): Promise<void> {
    const signal = parts.signal()
    await parts.loaded()
    if (signal.aborted) return
    const event = identity.token() === null ? await joinByHttp(signal) : ({ type: 'joined' } as const)
    if (!signal.aborted) turn(() => dispatch(event))
  }

  async function joinByHttp(signal: AbortSignal): Promise<ConnectionEvent> {
    const guestName = parts.guestName()
    if (guestName === undefined) {
      return { type: 'refused', refusal: ownRefusal('unauthorised', false, 'Give a `token` or a `guestName`.') }
    }
    const answer = await api.join(guestName, signal)
    if (answer.kind === 'ok') {
      if (!signal.aborted) await identity.joined(answer.value)
      return { type: 'joined' }
    }
    const refusal = answer.kind === 'refused' ? answer.refusal : null
    return refusal?.retryable === false ? { type: 'refused', refusal } : { type: 'joinFailed', retryAfterMs: refusal?.retryAfterMs ?? 0 }
  }

  /** A socket tells less of its trouble than HTTP does, so while HTTP flows its word counts. */
  function noteHealth(event: ConnectionEvent): void {
    if (canSendOnSocket(state) || state.kind === 'closed') return health.note(null)
    if (parts.delivery().isFlowing()) return
    const isServersWord = event.type === 'goodbye' || (event.type === 'socketClosed' && (event.code >= 4000 || event.code === GOING_AWAY))
    if (isServersWord) health.note('server')
    else if (event.type === 'socketClosed' || (event.type === 'deadline' && state.kind === 'waiting'))
      health.note(health.state().trouble ?? 'network')
  }

  return { state: () => state, dispatch }
}
