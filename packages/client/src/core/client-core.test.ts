import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyWall } from '../testing/fake-server.ts'
import { step } from './client-core.ts'
import { type ClientState, initialState } from './client-state.ts'
import type { ClientConfig } from './config.ts'
import type { Effect } from './effect.ts'
import type { Env, Input } from './input.ts'
import type { OutboxEntry } from './outbox.ts'

const CONFIG: ClientConfig = {
  url: 'https://wall.test',
  session: 'session-1',
  hasSocket: true,
  waitsMs: [1_000, 2_000, 4_000],
  pollIntervalMs: 3_000,
  pollWaitSeconds: 20,
  token: null,
  owner: 'me',
  guestName: '小明',
  position: null,
}
const GUEST = { id: 'guest-1', name: '小明' }
const KEYS = ['a', 'b', 'c'] as const
const FINAL = { code: 'muted', message: '', retryable: false }
const LATER = { code: 'slow_mode', message: '', retryable: true, retryAfterMs: 50 }

/** Inputs as a script draws them: what a socket, a request or storage says is made from the state that it meets. */
type Draw = readonly [kind: number, choice: number, passedMs: number]
const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 5 }), fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 40_000 }))),
  { minLength: 60, maxLength: 120, size: 'max' },
)

/** A client in a world that answers somehow: timers, requests and storage operations wait in it until they are drawn. */
class World {
  state: ClientState = deepFreeze(initialState(CONFIG))
  nowMs = 100_000
  eventId = 0
  readonly timers = new Set<Extract<Input, { type: 'timer' }>['timer']>()
  requests: Extract<Effect, { type: 'request' }>[] = []
  stored: Input[] = []
  readonly log: {
    readonly input: Input
    readonly effects: readonly Effect[]
    readonly before: ClientState
    readonly after: ClientState
  }[] = []

  draw([kind, choice, passedMs]: Draw): void {
    this.nowMs += passedMs
    const input = this.#inputOf(kind, choice)
    if (input !== null) this.step(input)
  }

  step(input: Input): void {
    const env: Env = { nowMs: this.nowMs, wallMs: this.nowMs + 1e12, jitter: 0.5, isListening: false }
    const before = this.state
    const { state, effects } = step(before, deepFreeze(input), deepFreeze(env))
    this.state = deepFreeze(state)
    this.log.push({ input, effects, before, after: state })
    for (const effect of effects) this.#take(effect)
  }

  #take(effect: Effect): void {
    if (effect.type === 'timer' && effect.delayMs === null) this.timers.delete(effect.timer)
    else if (effect.type === 'timer' || effect.type === 'pause') this.timers.add(effect.timer)
    else if (effect.type === 'request') this.requests.push(effect)
    else if (effect.type === 'abort') this.requests = this.requests.filter(({ question }) => question.purpose !== effect.purpose)
    else if (effect.type === 'end') this.requests = []
    else if (effect.type === 'load') this.stored.push({ type: 'identityRead', value: null })
    else if (effect.type === 'addIdentity') this.stored.push({ type: 'identityRead', value: effect.value })
    else if (effect.type === 'readEntries') this.stored.push({ type: 'entriesRead', values: [] })
    else if (effect.type === 'writeEntry' && effect.isConfirmed) this.stored.push({ type: 'entryWritten', key: effect.key })
  }

  #inputOf(kind: number, choice: number): Input | null {
    const { socket } = this.state
    const key = KEYS[choice % KEYS.length] as string
    switch (kind) {
      case 0:
        return { type: 'connect' }
      case 1:
        return choice === 0 ? { type: 'close' } : { type: 'wake' }
      case 2:
      case 3:
        return this.#isKnown(key) ? null : { type: 'queue', key, body: { kind: 'sendMessage', content: key, guestName: '小明' } }
      case 4:
        return { type: 'discard', key }
      case 5:
        return { type: 'socketOpened', socket }
      case 6:
        return { type: 'socketClosed', socket, code: choice === 0 ? 4403 : 1006 }
      case 7:
        return this.#frame(choice)
      case 8:
        return this.#frame(0)
      case 9:
        return { type: 'socketFrame', socket, frame: this.#answerOnSocket(choice) }
      case 10:
      case 11:
        return this.stored.shift() ?? null
      case 12:
      case 13:
        return this.#answerRequest(choice)
      default:
        return this.#fireTimer(choice)
    }
  }

  #isKnown(key: string): boolean {
    return this.log.some(({ input }) => input.type === 'queue' && input.key === key)
  }

  #frame(choice: number): Input {
    const { socket } = this.state
    const snapshot = { epoch: 'e', lastEventId: this.eventId, wall: emptyWall() }
    const frames = [
      {
        type: 'welcome',
        guest: GUEST,
        token: 'token',
        role: 'guest',
        epoch: 'e',
        lastEventId: this.eventId,
        recovered: false,
        heartbeatMs: 20_000,
      },
      { type: 'snapshot', ...snapshot },
      { type: 'goodbye', reason: 'restart', reconnectInMs: 2_000 },
      { type: 'heartbeat' },
      { type: 'events', from: this.eventId + 7, to: this.eventId + 8, events: [] },
      { type: 'nonsense' },
    ]
    return { type: 'socketFrame', socket, frame: frames[choice] }
  }

  #answerOnSocket(choice: number): unknown {
    const { command } = this.state
    if (command === null) return { type: 'pong' }
    const { ref, key } = command
    if (choice < 4) return { type: 'ack', ref, message: this.#message(key) }
    return { type: 'error', ref, ...(choice === 4 ? FINAL : LATER) }
  }

  #answerRequest(choice: number): Input | null {
    const asked = this.requests.shift()
    if (asked === undefined) return null
    const { question } = asked
    const done = (body: unknown): Input => ({ type: 'answered', question, answer: { kind: 'ok', status: 200, body } })
    if (choice === 5) return { type: 'answered', question, answer: { kind: 'network' } }
    if (choice === 4) return { type: 'answered', question, answer: { kind: 'refused', status: 429, refusal: LATER } }
    if (question.purpose === 'join') return done({ guest: GUEST, token: 'token' })
    if (question.purpose === 'sendMessage') return done({ message: this.#message(question.key) })
    return done({ snapshot: { epoch: 'e', lastEventId: this.eventId, wall: emptyWall() }, online: { count: 1 } })
  }

  #message(key: string) {
    this.eventId += 1
    const of = { id: `m-${key}`, guestId: GUEST.id, guestName: GUEST.name, content: key, status: 'shown', pinned: false }
    return { ...of, createdAt: '2026-11-22T10:00:00.000Z', eventId: this.eventId, key }
  }

  #fireTimer(choice: number): Input | null {
    const timer = [...this.timers][choice % Math.max(1, this.timers.size)]
    if (timer === undefined) return null
    this.timers.delete(timer)
    return { type: 'timer', timer }
  }
}

function run(script: readonly Draw[], check: (world: World) => void = () => {}): World {
  const world = new World()
  world.step({ type: 'connect' })
  for (const draw of script) {
    world.draw(draw)
    check(world)
  }
  return world
}

/** Keys of the commands that an effect sends. */
const sentBy = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.type === 'send' && 'key' in effect.frame) return [effect.frame.key]
    return effect.type === 'request' && effect.question.purpose === 'sendMessage' ? [effect.question.key] : []
  })

const progressOf = ({ outbox }: ClientState, key: string): OutboxEntry['progress']['kind'] | undefined =>
  outbox.entries.find((entry) => entry.key === key)?.progress.kind

const RUNS = { numRuns: 300 }

/** A message that waits for its time when the socket shows a gap: the socket is replaced in the step that could have sent it. */
const GAP_WHILE_WAITING: readonly Draw[] = [
  [7, 0, 0],
  [10, 0, 0],
  [2, 0, 0],
  [10, 0, 0],
  [10, 0, 0],
  [7, 1, 0],
  [14, 0, 35_000],
  [12, 4, 0],
  [7, 4, 50],
]

describe('step', () => {
  it('[SEND-5] sends at most one command at a time: the one in flight', () => {
    let sent = 0
    fc.assert(
      fc.property(draws, (script) => {
        for (const { effects, after } of run(script).log) {
          const keys = sentBy(effects)
          sent += keys.length
          expect(keys.length).toBeLessThanOrEqual(1)
          for (const key of keys) expect(after.outbox.inFlight).toBe(key)
        }
      }),
      { ...RUNS, examples: [[GAP_WHILE_WAITING]] },
    )
    expect(sent).toBeGreaterThan(100)
  })

  it('[SEND-1] never sends an acknowledged command again in the same log', () => {
    let acknowledged = 0
    fc.assert(
      fc.property(draws, (script) => {
        const done = new Set<string>()
        for (const { effects, after } of run(script).log) {
          for (const key of sentBy(effects)) expect(done).not.toContain(key)
          for (const key of KEYS) if (progressOf(after, key) === 'acknowledged') done.add(key)
        }
        acknowledged += done.size
      }),
      RUNS,
    )
    expect(acknowledged).toBeGreaterThan(20)
  })

  it('[CONN-1] a closed client opens nothing, sends nothing and sets no timer until it starts again', () => {
    const acts: readonly Effect['type'][] = ['openSocket', 'send', 'request', 'pause', 'watchWakes', 'watchEntries', 'load']
    let inputs = 0
    fc.assert(
      fc.property(draws, (script) => {
        const world = run(script)
        for (const { input, before, after, effects } of world.log) {
          if (before.connection.kind !== 'closed' || after.connection.kind !== 'closed') continue
          inputs += 1
          for (const effect of effects) {
            expect(acts, input.type).not.toContain(effect.type)
            expect(effect.type === 'timer' ? effect.delayMs : null).toBeNull()
          }
        }
        const isClosed = world.state.connection.kind === 'closed'
        expect(isClosed ? [world.timers.size, world.requests.length] : [0, 0]).toEqual([0, 0])
      }),
      RUNS,
    )
    expect(inputs).toBeGreaterThan(100)
  })

  it('is pure: it changes neither state nor input, and gives the same result again', () => {
    fc.assert(
      fc.property(draws, (script) => {
        // Everything that goes in is frozen: a change would throw.
        expect(run(script).log).toEqual(run(script).log)
      }),
      { numRuns: 100 },
    )
  })

  it('throws on an unknown input', () => {
    const env = { nowMs: 0, wallMs: 0, jitter: 0, isListening: false }
    expect(() => step(initialState(CONFIG), { type: 'sing' } as unknown as Input, env)).toThrow(TypeError)
  })

  it.each<[string, Input]>([
    ['what an older socket says', { type: 'socketClosed', socket: 7, code: 1006 }],
    ['a wake before the start', { type: 'wake' }],
    ['a timer that was cancelled', { type: 'timer', timer: 'answer' }],
    ['a pause that is over when nothing is polled', { type: 'timer', timer: 'poll' }],
    ['an entry that nobody has', { type: 'discard', key: 'a' }],
  ])('an input that does not apply changes nothing and has no effects: %s', (_, input) => {
    const state = initialState(CONFIG)
    const next = step(state, input, { nowMs: 0, wallMs: 0, jitter: 0, isListening: false })
    expect(next.state).toBe(state)
    expect(next.effects).toEqual([])
  })
})

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // A frozen map can still be changed by its methods.
  if (value instanceof Map) value.set = value.delete = value.clear = changed
  Object.freeze(value)
  for (const part of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(part)
  return value
}

function changed(): never {
  throw new Error('step changed a map of its input')
}
