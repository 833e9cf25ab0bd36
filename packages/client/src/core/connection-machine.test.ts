import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionEnv,
  type ConnectionEvent,
  canSendOnSocket,
  hasDelivery,
  publicState,
  stepConnection,
} from './connection-machine.ts'

const CONFIG = { waitsMs: [1_000, 2_000, 4_000, 8_000, 16_000], hasSocket: true }
const ENV: ConnectionEnv = { nowMs: 100_000, jitter: 0, config: CONFIG, silenceMs: 35_000 }
const COMMON = { wasConnected: true, failures: 0, attempt: 0, delivery: 'off' } as const

const STATES: { readonly [Kind in Connection['kind']]: Extract<Connection, { kind: Kind }> } = {
  idle: { kind: 'idle' },
  joining: { ...COMMON, kind: 'joining', delivery: 'armed', wasConnected: false },
  waiting: { ...COMMON, kind: 'waiting', delivery: 'on' },
  opening: { ...COMMON, kind: 'opening', delivery: 'on' },
  connected: { ...COMMON, kind: 'connected', connectedAtMs: 0, lastFrameAtMs: 0 },
  doubting: { ...COMMON, kind: 'doubting', connectedAtMs: 0, sinceMs: 0, delivery: 'armed' },
  departing: { ...COMMON, kind: 'departing', delivery: 'armed' },
  httpOnly: { ...COMMON, kind: 'httpOnly', delivery: 'on' },
  closed: { kind: 'closed', refusal: null },
}

const EVENTS: { readonly [Type in ConnectionEvent['type']]: Extract<ConnectionEvent, { type: Type }> } = {
  connect: { type: 'connect' },
  close: { type: 'close' },
  joined: { type: 'joined' },
  joinFailed: { type: 'joinFailed', retryAfterMs: 0 },
  socketOpened: { type: 'socketOpened' },
  frame: { type: 'frame' },
  caughtUp: { type: 'caughtUp' },
  gap: { type: 'gap' },
  goodbye: { type: 'goodbye', reconnectInMs: 4_200 },
  socketClosed: { type: 'socketClosed', code: 1006, refusal: null },
  wake: { type: 'wake' },
  deadline: { type: 'deadline' },
  deliveryDue: { type: 'deliveryDue' },
  refused: { type: 'refused', refusal: { code: 'removed', message: '', retryable: false } },
}

/** The next state and the effects, each as one word. `ignored` is on purpose. */
type Cell = 'ignored' | `${Connection['kind']}:${string}`
const END = 'closed: deadline=stop closeSocket' as const
const END_ARMED = 'closed: delivery=stop deadline=stop closeSocket' as const
const END_DELIVERING = 'closed: deliver=off deadline=stop closeSocket' as const

/** Every state by every event: a missing case does not compile. */
const TABLE: { readonly [Kind in Connection['kind']]: { readonly [Type in ConnectionEvent['type']]: Cell } } = {
  idle: {
    connect: 'joining: delivery=1500 join',
    close: END,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'ignored',
    goodbye: 'ignored',
    socketClosed: 'ignored',
    wake: 'ignored',
    deadline: 'ignored',
    deliveryDue: 'ignored',
    refused: 'ignored',
  },
  joining: {
    connect: 'ignored',
    close: END_ARMED,
    joined: 'opening: openSocket deadline=5000',
    joinFailed: 'waiting: deadline=500',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'ignored',
    goodbye: 'ignored',
    socketClosed: 'ignored',
    wake: 'ignored',
    deadline: 'ignored',
    deliveryDue: 'joining: deliver=on delivery=stop',
    refused: END_ARMED,
  },
  waiting: {
    connect: 'ignored',
    close: END_DELIVERING,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'ignored',
    goodbye: 'ignored',
    socketClosed: 'ignored',
    wake: 'joining: deadline=stop join',
    deadline: 'joining: deadline=stop join',
    deliveryDue: 'ignored',
    refused: END_DELIVERING,
  },
  opening: {
    connect: 'ignored',
    close: END_DELIVERING,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'opening: sendHello deadline=5000',
    frame: 'opening: deadline=5000',
    caughtUp: 'connected: deliver=off deadline=35000',
    gap: 'waiting: closeSocket deadline=500',
    goodbye: 'departing: deadline=4200',
    socketClosed: 'waiting: deadline=500',
    wake: 'ignored',
    deadline: 'waiting: closeSocket deadline=500',
    deliveryDue: 'ignored',
    refused: END_DELIVERING,
  },
  connected: {
    connect: 'ignored',
    close: END,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'connected:',
    caughtUp: 'ignored',
    gap: 'waiting: deliver=on closeSocket deadline=500',
    goodbye: 'departing: delivery=1500 deadline=4200',
    socketClosed: 'waiting: delivery=1500 deadline=500',
    wake: 'doubting: delivery=1500 sendPing deadline=3000',
    deadline: 'doubting: delivery=1500 sendPing deadline=3000',
    deliveryDue: 'connected: deliver=on',
    refused: END,
  },
  doubting: {
    connect: 'ignored',
    close: END_ARMED,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'connected: delivery=stop deadline=35000',
    caughtUp: 'ignored',
    gap: 'opening: deliver=on delivery=stop closeSocket openSocket deadline=5000',
    goodbye: 'departing: deadline=4200',
    socketClosed: 'opening: deliver=on delivery=stop openSocket deadline=5000',
    wake: 'ignored',
    deadline: 'opening: deliver=on delivery=stop closeSocket openSocket deadline=5000',
    deliveryDue: 'doubting: deliver=on delivery=stop',
    refused: END_ARMED,
  },
  departing: {
    connect: 'ignored',
    close: END_ARMED,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'waiting: deliver=on delivery=stop closeSocket',
    goodbye: 'departing: deadline=4200',
    socketClosed: 'waiting:',
    wake: 'ignored',
    deadline: 'opening: closeSocket openSocket deadline=5000',
    deliveryDue: 'departing: deliver=on delivery=stop',
    refused: END_ARMED,
  },
  httpOnly: {
    connect: 'ignored',
    close: END_DELIVERING,
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'ignored',
    goodbye: 'ignored',
    socketClosed: 'ignored',
    wake: 'ignored',
    deadline: 'ignored',
    deliveryDue: 'ignored',
    refused: END_DELIVERING,
  },
  closed: {
    connect: 'joining: delivery=1500 join',
    close: 'ignored',
    joined: 'ignored',
    joinFailed: 'ignored',
    socketOpened: 'ignored',
    frame: 'ignored',
    caughtUp: 'ignored',
    gap: 'ignored',
    goodbye: 'ignored',
    socketClosed: 'ignored',
    wake: 'ignored',
    deadline: 'ignored',
    deliveryDue: 'ignored',
    refused: 'ignored',
  },
}

function wordOf(effect: ConnectionEffect): string {
  if (effect.type === 'timer') return `${effect.timer === 'deadline' ? 'deadline' : 'delivery'}=${effect.delayMs ?? 'stop'}`
  return effect.type
}

/** The driver turns HTTP delivery on and off by the state alone. */
function deliveryOf(before: Connection, now: Connection): string[] {
  const isOn = hasDelivery(now, 'on')
  return hasDelivery(before, 'on') === isOn ? [] : [`deliver=${isOn ? 'on' : 'off'}`]
}

describe('state by event', () => {
  const cells = Object.entries(TABLE).flatMap(([kind, row]) => Object.entries(row).map(([type, cell]) => ({ kind, type, cell })))
  it.each(cells.filter(({ cell }) => cell !== 'ignored'))('[CONN-1] $kind × $type → $cell', ({ kind, type, cell }) => {
    const state = STATES[kind as Connection['kind']]
    const next = stepConnection(state, EVENTS[type as ConnectionEvent['type']], ENV)
    expect([`${next.state.kind}:`, ...deliveryOf(state, next.state), ...next.effects.map(wordOf)].join(' ')).toBe(cell)
  })

  it.each(cells.filter(({ cell }) => cell === 'ignored'))('[CONN-1] $kind × $type is ignored', ({ kind, type }) => {
    const state = STATES[kind as Connection['kind']]
    expect(stepConnection(state, EVENTS[type as ConnectionEvent['type']], ENV)).toEqual({ state, effects: [] })
  })

  it('[CONN-1] an unknown event throws, in every state', () => {
    for (const state of Object.values(STATES)) expect(() => stepConnection(state, { type: 'surprise' } as never, ENV)).toThrow('surprise')
  })
})

describe('particular steps', () => {
  it('[CONN-2] the backoff restarts only after 30 s of stable connection', () => {
    const lossAfter = (heldMs: number) =>
      stepConnection({ ...STATES.connected, attempt: 3, connectedAtMs: ENV.nowMs - heldMs }, EVENTS.socketClosed, ENV)
    expect(lossAfter(29_999)).toMatchObject({ state: { attempt: 4 }, effects: [{}, { delayMs: 4_000 }] })
    expect(lossAfter(30_000)).toMatchObject({ state: { attempt: 1 }, effects: [{}, { delayMs: 500 }] })
  })

  it('[CONN-5] silence is counted from the last frame', () => {
    const state = { ...STATES.connected, lastFrameAtMs: ENV.nowMs - 10_000 }
    expect(stepConnection(state, EVENTS.deadline, ENV).effects).toEqual([{ type: 'timer', timer: 'deadline', delayMs: 25_000 }])
  })

  it.each([
    [4400, 'bad_frame'],
    [4401, 'unauthorised'],
    [4403, 'forbidden'],
    [4404, 'session_not_found'],
    [4409, 'replaced'],
    [4413, 'too_large'],
  ] as const)('[CONN-1] close code %s is final in every state with a socket', (code, meaning) => {
    for (const kind of ['opening', 'connected', 'doubting', 'departing'] as const) {
      expect(stepConnection(STATES[kind], { type: 'socketClosed', code, refusal: null }, ENV).state).toMatchObject({
        kind: 'closed',
        refusal: { code: meaning },
      })
    }
  })

  it('[SEND-4] the error frame before a close says whether it is final, whatever the close code', () => {
    const close = (retryable: boolean) =>
      stepConnection(STATES.opening, { type: 'socketClosed', code: 4400, refusal: { code: 'new_code', message: '', retryable } }, ENV).state
    expect(close(false)).toMatchObject({ kind: 'closed', refusal: { code: 'new_code' } })
    expect(close(true)).toMatchObject({ kind: 'waiting' })
  })

  it("[CONN-6] the server's word on when to come back counts, up to a minute", () => {
    const refusal = { code: 'full', message: '', retryable: true, retryAfterMs: 9_000 }
    const effectsOf = (event: ConnectionEvent) => stepConnection(STATES.opening, event, ENV).effects.map(wordOf)
    expect(effectsOf({ type: 'socketClosed', code: 4503, refusal })).toContain('deadline=9000')
    expect(effectsOf({ type: 'goodbye', reconnectInMs: 10 ** 9 })).toContain('deadline=60000')
  })

  it('[CONN-1] without a socket transport HTTP delivery is all there is', () => {
    expect(stepConnection(STATES.joining, EVENTS.joined, { ...ENV, config: { ...CONFIG, hasSocket: false } })).toMatchObject({
      state: { kind: 'httpOnly', delivery: 'on' },
    })
  })

  it('[CONN-1] connect starts again after every end', () => {
    for (const refusal of [null, EVENTS.refused.refusal]) {
      expect(stepConnection({ kind: 'closed', refusal }, EVENTS.connect, ENV).state.kind).toBe('joining')
    }
  })

  it('[CONN-1] five words for the outside', () => {
    const words = Object.fromEntries(Object.values(STATES).map((state) => [state.kind, publicState({ connection: state, config: CONFIG })]))
    expect(words).toEqual({
      idle: 'connecting',
      joining: 'connecting',
      waiting: 'reconnecting',
      opening: 'reconnecting',
      connected: 'connected',
      doubting: 'connected',
      departing: 'reconnecting',
      httpOnly: 'fallback',
      closed: 'closed',
    })
    expect(publicState({ connection: { ...STATES.waiting, failures: 5 }, config: CONFIG })).toBe('fallback')
    expect(publicState({ connection: { ...STATES.opening, failures: 4, wasConnected: false }, config: CONFIG })).toBe('connecting')
  })
})

describe('invariants after every step', () => {
  /** The state of a driver after the effects. */
  interface World {
    hasSocket: boolean
    isDelivering: boolean
    hasDeadline: boolean
    hasDeliveryTimer: boolean
  }

  function obey(world: World, effect: ConnectionEffect): void {
    expect(effect.type === 'openSocket' && world.hasSocket, 'a second socket').toBe(false)
    if (effect.type === 'openSocket') world.hasSocket = true
    if (effect.type === 'closeSocket') world.hasSocket = false
    if (effect.type === 'timer' && effect.timer === 'deadline') world.hasDeadline = effect.delayMs !== null
    if (effect.type === 'timer' && effect.timer === 'deliveryDue') world.hasDeliveryTimer = effect.delayMs !== null
  }

  /** Events that cannot happen in this world are not sent. */
  function canHappen(world: World, type: ConnectionEvent['type']): boolean {
    if (type === 'deadline') return world.hasDeadline
    if (type === 'deliveryDue') return world.hasDeliveryTimer
    return !['socketOpened', 'frame', 'caughtUp', 'gap', 'goodbye', 'socketClosed'].includes(type) || world.hasSocket
  }

  it('[CONN-3] there is never a second socket, always a way on, and always a reader while not connected', () => {
    const types = fc.constantFrom(
      ...(Object.keys(EVENTS) as ConnectionEvent['type'][]).filter((type) => type !== 'close' && type !== 'refused'),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(types, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 40_000 })), { maxLength: 60 }),
        (steps) => {
          const world: World = { hasSocket: false, isDelivering: false, hasDeadline: false, hasDeliveryTimer: false }
          let state: Connection = { kind: 'idle' }
          let nowMs = 0
          for (const [type, jitter, passedMs] of steps) {
            nowMs += passedMs
            if (!canHappen(world, type)) continue
            if (type === 'socketClosed') world.hasSocket = false
            if (type === 'deadline') world.hasDeadline = false
            if (type === 'deliveryDue') world.hasDeliveryTimer = false
            const next = stepConnection(state, EVENTS[type], { ...ENV, nowMs, jitter })
            state = next.state
            for (const effect of next.effects) obey(world, effect)
            world.isDelivering = hasDelivery(state, 'on')
            if (state.kind === 'idle' || state.kind === 'closed') continue
            expect(world.hasSocket).toBe(['opening', 'connected', 'doubting', 'departing'].includes(state.kind))
            // Joining ends with the answer to the request; everything else needs a timer to go on by itself.
            expect(world.hasDeadline).toBe(state.kind !== 'joining')
            const isRead = world.isDelivering || world.hasDeliveryTimer
            const mustBeRead = !canSendOnSocket(state)
            const mustNotBeRead = state.kind === 'connected' && state.delivery === 'off'
            expect(isRead).toBe(mustBeRead || (isRead && !mustNotBeRead))
          }
        },
      ),
      { seed: 7, numRuns: 500 },
    )
  })
})
