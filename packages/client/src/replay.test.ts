import { afterEach, describe, expect, it, vi } from 'vitest'
import { setUp } from './realtime-client.test-kit.ts'
import { replay } from './replay.ts'
import { openVoteOf } from './testing/fake-server.ts'
import type { TraceEntry } from './types.ts'

/** A session with all that is hard: a socket drop, polls, commands on both transports, a lost answer, a refusal. */
async function hardSession(options: { readonly token?: string } = {}) {
  const world = setUp()
  const { clock, server } = world
  const trace: TraceEntry[] = []
  const { client } = await world.connected({ onTrace: (entry) => void trace.push(entry), ...options })
  client.on('event', () => {})
  void client.sendMessage('first', '小明')
  await clock.run(100)
  server.openVote(openVoteOf('v'))
  server.socketMode = 'refuse'
  server.cutAll()
  void client.sendMessage('second', '小明')
  await clock.run(4_000)
  server.losesAnswers = true
  void client.castVote('v', ['a']).catch(() => {})
  await clock.run(8_000)
  server.losesAnswers = false
  server.refusePost = (_, content) => (content === 'rude' ? { code: 'muted', message: '', retryable: false } : null)
  client.sendMessage('rude', '小明').catch(() => {})
  server.socketMode = 'serve'
  await clock.run(60_000)
  return { ...world, client, trace }
}

/** As a file would have it. */
const written = (trace: readonly TraceEntry[]): TraceEntry[] => JSON.parse(JSON.stringify(trace)) as TraceEntry[]

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a trace', () => {
  it('replays a session with a drop, polls, a lost answer and a refusal to the same effects and the same snapshot', async () => {
    const { client, trace } = await hardSession()
    const { steps, snapshot } = replay(written(trace))
    expect(steps.filter(({ recorded }) => recorded !== null)).toEqual([])
    expect(steps.length).toBeGreaterThan(40)
    const seen = new Set(steps.map(({ input }) => input.type))
    expect([...seen]).toEqual(expect.arrayContaining(['socketClosed', 'answered', 'timer', 'queue', 'entryWritten', 'emitted']))
    expect(written([{ ...snapshot }])).toEqual(written([{ ...client.getSnapshot() }]))
    expect(snapshot).toMatchObject({ state: 'connected', waitingToSend: 0 })
    expect(snapshot.messages.map(({ delivery }) => delivery)).toEqual(['shown', 'shown', 'failed'])
  })

  it('is found out when the effects are others: each such step has the recorded ones', async () => {
    const { trace } = await hardSession()
    const changed = written(trace).map((line, index) => (index === 5 ? { ...line, effects: [{ type: 'closeSocket' }] } : line))
    const others = replay(changed).steps.filter(({ recorded }) => recorded !== null)
    expect(others.map(({ recorded }) => recorded)).toEqual([[{ type: 'closeSocket' }]])
  })

  it('has no credential in it, also where one is given or renewed, and replays all the same', async () => {
    const world = setUp()
    world.server.renewsTokens = true
    world.server.admit('host', 'given-secret')
    const trace: TraceEntry[] = []
    const given = await world.connected({ token: 'given-secret', onTrace: (entry) => void trace.push(entry) })
    const joinTrace: TraceEntry[] = []
    const joined = await world.connected({ onTrace: (entry) => void joinTrace.push(entry) })
    const stored = [...world.storage.items.values()].join()
    for (const [of, { client }] of [
      [trace, given],
      [joinTrace, joined],
    ] as const) {
      const text = JSON.stringify(of)
      expect(text).not.toMatch(/secret|token-2\+/)
      expect(text).toContain('token-1')
      const { steps, snapshot } = replay(written(of))
      expect(steps.filter(({ recorded }) => recorded !== null)).toEqual([])
      expect(snapshot.guest).toEqual(client.getSnapshot().guest)
    }
    // The secret is there to be found: the guest's credential is stored.
    expect(stored).toMatch(/token-2\+/)
  })

  it('shows an input that did not apply', async () => {
    const { trace, client, clock, wake } = await hardSession()
    client.close()
    wake()
    client.discard('nothing')
    await clock.run(10)
    const discard = replay(written(trace)).steps.find(({ input }) => input.type === 'discard')
    expect(discard).toMatchObject({ input: { type: 'discard', key: 'nothing' }, isIgnored: true })
  })

  it('of another version is refused', () => {
    expect(() => replay([])).toThrow('version 1')
    expect(() => replay([{ version: 99, config: {} }])).toThrow('version 1')
  })

  it('costs the client nothing when its listener throws', async () => {
    const world = setUp()
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => void reported.push(error))
    const { client } = await world.connected({
      onTrace() {
        throw new Error('full disk')
      },
    })
    expect(client.state).toBe('connected')
    expect(reported.length).toBeGreaterThan(1)
  })
})
