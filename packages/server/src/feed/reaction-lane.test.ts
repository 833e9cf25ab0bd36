import { parseServerFrame, VirtualClock } from '@guestwall/protocol/testing'
import type { ErrorCode } from '@guestwall/protocol'
import { beforeEach, expect, test } from 'vitest'
import type { Tap } from '../domain/tap.ts'
import { StoreUnavailable } from '../storage/storage.ts'
import { ReactionLane } from './reaction-lane.ts'

let clock: VirtualClock
/** The stored kinds, by message and guest. */
let stored: Map<string, string>
let version: number
let batches: (readonly Tap[])[]
let refused: ErrorCode | null
let isAway: boolean
let onWall: string[]
let head: number
let asked: readonly string[]
let lane: ReactionLane

beforeEach(() => {
  clock = new VirtualClock()
  stored = new Map()
  version = 0
  batches = []
  refused = null
  isAway = false
  onWall = ['m', 'other']
  head = 1
  asked = []
  lane = new ReactionLane({
    clock,
    count(taps) {
      if (isAway) return Promise.resolve(taps.map(() => 'unavailable' as const))
      batches.push(taps)
      version += 1
      for (const { messageId, guestId, kind } of taps) {
        if (kind === null || refused !== null) stored.delete(`${messageId} ${guestId}`)
        else stored.set(`${messageId} ${guestId}`, kind)
      }
      return Promise.resolve(taps.map(() => refused))
    },
    readOwn: () => Promise.resolve([]),
    read(others) {
      asked = others
      if (isAway) return Promise.reject(new StoreUnavailable('away'))
      const counts = new Map<string, number>()
      for (const [name, kind] of stored) {
        const key = `${name.split(' ')[0]} ${kind}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      const counted = [...counts].map(([key, count]) => ({ messageId: key.split(' ')[0] ?? '', kind: key.split(' ')[1] ?? '', count }))
      return Promise.resolve({
        version,
        onWall,
        head,
        counted: counted.filter(({ messageId }) => onWall.includes(messageId) || others.includes(messageId)),
      })
    },
  })
})

function watcher() {
  const frames: { readonly atMs: number; readonly messages: readonly object[] }[] = []
  const socket = {
    unsentBytes: 0,
    flushedBytes: 0,
    write(bytes: Buffer) {
      const text = bytes.toString()
      const frame = parseServerFrame(text.slice(text.indexOf('{')))
      if (frame.type === 'reactions') frames.push({ atMs: clock.now(), messages: frame.messages })
    },
    together: (write: () => void) => write(),
    close() {},
  }
  return { socket, frames, end: lane.watch(socket) }
}

/** Moves on in steps, so that the result of a round arrives before the next one. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    clock.advance(10)
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
}

const tap = (guest: number, kind: Tap['kind'] = 'love', order = 1, messageId = 'm'): Tap => ({
  messageId,
  guestId: `g${guest}`,
  kind,
  order,
})

test('[REACT-3] 1,000 guests who tap ten times a second are four transactions and four frames a second, with what changed', async () => {
  const { frames } = watcher()
  await pass(1_000)
  const startMs = clock.now()
  for (let round = 0; round < 20; round += 1) {
    for (let guest = 0; guest < 1_000; guest += 1) void lane.set(tap(guest, round % 2 === 0 ? 'love' : 'joy', round))
    await pass(100)
  }
  const perSecond = (from: number, list: readonly { readonly atMs: number }[]) =>
    list.filter(({ atMs }) => atMs > startMs + from && atMs <= startMs + from + 1_000).length
  expect([perSecond(0, frames), perSecond(1_000, frames)].every((count) => count > 0 && count <= 4)).toBe(true)
  expect(batches.length).toBeLessThanOrEqual(9)
  await pass(500)
  expect(frames.at(-1)?.messages).toEqual([{ messageId: 'm', counts: { joy: 1_000 } }])
})

test('[REACT-1] of several taps of a guest on one message the newest is counted, and all are answered', async () => {
  const answers = [lane.set(tap(1, 'love', 2)), lane.set(tap(1, 'joy', 3)), lane.set(tap(1, 'tears', 1))]
  await pass(10)
  expect(await Promise.all(answers)).toEqual([null, null, null])
  expect(batches).toEqual([[tap(1, 'joy', 3)]])
})

test('[REACT-3] a change at another server is told once it is seen in the store; an older store replaces what was told', async () => {
  const { frames } = watcher()
  await pass(500)
  stored.set('m g9', 'praise')
  version = 7
  lane.noteVersion(7, head)
  await pass(300)
  expect(frames.map(({ messages }) => messages)).toEqual([[{ messageId: 'm', counts: { praise: 1 } }]])
  stored.clear()
  version = 3
  lane.noteVersion(3, head)
  await pass(300)
  expect(frames.at(-1)?.messages).toEqual([{ messageId: 'm', counts: {} }])
  expect(await lane.counts()).toEqual([])
})

test('[REACT-3] a socket that does not drain gets nothing, and everything once it drains', async () => {
  const { socket, frames } = watcher()
  await pass(300)
  socket.unsentBytes = 1_000_000
  void lane.set(tap(1))
  await pass(300)
  void lane.set(tap(1, 'love', 1, 'other'))
  await pass(300)
  expect(frames).toEqual([])
  socket.unsentBytes = 0
  await pass(300)
  expect(frames.map(({ messages }) => messages)).toEqual([
    [
      { messageId: 'm', counts: { love: 1 } },
      { messageId: 'other', counts: { love: 1 } },
    ],
  ])
})

test('[REACT-1] a store that does not answer is asked again, and nothing is told that is not stored', async () => {
  const { frames } = watcher()
  await pass(300)
  isAway = true
  const lost = lane.set(tap(1))
  await pass(2_000)
  expect([await lost, frames]).toEqual(['unavailable', []])
  isAway = false
  await pass(2_000)
  expect(frames).toEqual([])
  expect(await Promise.all([lane.set(tap(1)), pass(300)])).toEqual([null, undefined])
  expect(frames).toHaveLength(1)
})

test('[REACT-3] a lane without watchers and taps is idle; the end of a watch is the end of its frames', async () => {
  const { frames, end } = watcher()
  await pass(300)
  expect(lane.isIdle).toBe(false)
  end()
  expect(lane.isIdle).toBe(true)
  void lane.set(tap(1))
  await pass(300)
  expect(frames).toEqual([])
})

test('[REACT-3] a message that this server learns after its counts were read has them as soon as it is on the wall', async () => {
  const { frames } = watcher()
  await pass(500)
  stored.set('late g9', 'love')
  version = 1
  lane.noteVersion(version, head)
  await pass(300)
  expect(frames).toEqual([])
  onWall = ['late', 'm']
  head = 2
  lane.noteVersion(version, head)
  await pass(300)
  expect(frames.map(({ messages }) => messages)).toEqual([[{ messageId: 'late', counts: { love: 1 } }]])
})

test('[REACT-3] a message that is on the wall no more keeps its counts on phones until it is tapped, and one that left has none', async () => {
  const { frames } = watcher()
  void lane.set(tap(1))
  void lane.set(tap(1, 'joy', 1, 'other'))
  await pass(500)
  frames.length = 0
  onWall = ['new']
  stored.delete('other g1')
  version += 1
  lane.noteVersion(version, head)
  await pass(300)
  expect(frames.map(({ messages }) => messages)).toEqual([[{ messageId: 'other', counts: {} }]])
  void lane.set(tap(2))
  await pass(300)
  expect(frames.at(-1)?.messages).toEqual([{ messageId: 'm', counts: { love: 2 } }])
  void lane.set(tap(2, null, 2))
  await pass(300)
  expect(frames.at(-1)?.messages).toEqual([{ messageId: 'm', counts: { love: 1 } }])
  version += 1
  lane.noteVersion(version, head)
  await pass(300)
  expect(asked).toEqual([])
})
