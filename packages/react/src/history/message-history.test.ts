import type { ClientEvents, ClientSnapshot } from '@guestwall/client'
import type { Session, Wall, WallEvent, WallMessage } from '@guestwall/protocol'
import { aMessage } from '@guestwall/protocol/testing'
import { describe, expect, it } from 'vitest'
import { createMessageHistory, type HistoryClient } from './message-history.ts'
import type { HistoryPage } from './older-messages.ts'

const WINDOW = 10
const PAGE = 5

const idsOf = (messages: readonly WallMessage[]) => messages.map(({ eventId }) => eventId)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** A wall of which a client reads the window, and whose pages the test answers. */
function hall(count: number) {
  let all = range(1, count).map((eventId) => aMessage(eventId))
  const listeners = { snapshot: new Set<() => void>(), event: new Set<ClientEvents['event']>(), reset: new Set<ClientEvents['reset']>() }
  const questions: { before: number; answer: () => void; fail: () => void }[] = []
  const wallNow = (): Wall => ({ session: {} as Session, messages: all.slice(-WINDOW), messageCount: all.length, votes: [] })
  let wall = wallNow()
  const show = (): void => {
    wall = wallNow()
    for (const listener of listeners.snapshot) listener()
  }
  const client: HistoryClient = {
    subscribe(listener) {
      listeners.snapshot.add(listener)
      return () => listeners.snapshot.delete(listener)
    },
    getSnapshot: () => ({ wall }) as ClientSnapshot,
    on(name, listener) {
      const heard = listeners[name as 'event' | 'reset'] as Set<unknown>
      heard.add(listener)
      return () => heard.delete(listener)
    },
  }
  const pageBefore = (before: number): HistoryPage => {
    const earlier = all.filter(({ eventId }) => eventId < before)
    const messages = earlier.slice(-PAGE).reverse()
    return { messages, nextBefore: earlier.length > PAGE ? messages[messages.length - 1]!.eventId : null }
  }
  /** The page is read when it is asked for, and answered when the test says so. */
  const readPage = (before: number): Promise<HistoryPage> => {
    const page = pageBefore(before)
    return new Promise((resolve, reject) =>
      questions.push({ before, answer: () => resolve(page), fail: () => reject(new Error('no answer')) }),
    )
  }
  const tell = (event: WallEvent): void => {
    for (const listener of listeners.event) listener(event, { epoch: 'e', lastEventId: 1_000 })
  }
  return {
    listeners,
    history: createMessageHistory(client, readPage),
    write(...eventIds: number[]) {
      all = [...all, ...eventIds.map((eventId) => aMessage(eventId))]
      show()
    },
    remove(eventId: number, type: 'message.removed' | 'message.rejected' = 'message.removed') {
      all = all.filter((each) => each.eventId !== eventId)
      show()
      tell({ type, data: { id: `m${eventId}`, wasShown: true } } as WallEvent)
    },
    restore(eventId: number) {
      all = [...all, aMessage(eventId)].sort((a, b) => a.eventId - b.eventId)
      show()
      tell({ type: 'message.shown', data: aMessage(eventId) } as WallEvent)
    },
    /** Another log begins. */
    restart(count: number) {
      all = range(1, count).map((eventId) => ({ ...aMessage(eventId), id: `new${eventId}` }))
      show()
      for (const listener of listeners.reset) listener(wall, { epoch: 'f', lastEventId: count })
    },
    async answer(count = 1) {
      for (let at = 0; at < count; at += 1) {
        questions.shift()?.answer()
        await Promise.resolve()
        await Promise.resolve()
        await Promise.resolve()
      }
    },
    async fail() {
      questions.shift()?.fail()
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
    },
    asked: () => questions.map(({ before }) => before),
  }
}

describe('the history', () => {
  it('reads nothing by itself, then page by page until nothing is older', async () => {
    const { history, answer, asked } = hall(22)
    history.subscribe(() => undefined)
    expect([asked(), history.getSnapshot()]).toEqual([[], { older: [], hasOlder: true, isLoading: false }])
    history.loadOlder()
    history.loadOlder()
    expect([asked(), history.getSnapshot().isLoading]).toEqual([[13], true])
    await answer()
    expect(idsOf(history.getSnapshot().older)).toEqual(range(8, 12))
    history.loadOlder()
    await answer()
    history.loadOlder()
    await answer()
    expect(history.getSnapshot()).toMatchObject({ hasOlder: false, isLoading: false })
    expect(idsOf(history.getSnapshot().older)).toEqual(range(1, 12))
  })

  it('keeps what leaves the window once it follows, without a page, until it is removed', () => {
    const { history, write, remove, asked } = hall(10)
    history.subscribe(() => undefined)
    history.follow()
    write(11, 12)
    write(13)
    expect(idsOf(history.getSnapshot().older)).toEqual([1, 2, 3])
    remove(2)
    expect(idsOf(history.getSnapshot().older)).toEqual([1, 3])
    expect(asked()).toEqual([])
  })

  it('follows from an empty wall on', () => {
    const { history, write } = hall(0)
    history.subscribe(() => undefined)
    history.follow()
    for (let eventId = 1; eventId <= 12; eventId += 1) write(eventId)
    expect(idsOf(history.getSnapshot().older)).toEqual([1, 2])
  })

  it('has no gap to the window, however the window moves while a page is read', async () => {
    const { history, answer, write } = hall(20)
    history.subscribe(() => undefined)
    history.loadOlder()
    write(21, 22)
    await answer()
    write(23)
    expect(idsOf(history.getSnapshot().older)).toEqual(range(6, 13))
  })

  it('loses a removed message at once, and no other, whatever arrives in the same moment', async () => {
    const { history, answer, write, remove, asked } = hall(20)
    history.subscribe(() => undefined)
    history.loadOlder()
    await answer()
    remove(8)
    expect(idsOf(history.getSnapshot().older)).toEqual([6, 7, 9, 10])
    // The oldest of the window: it leaves the window as if it were trimmed.
    remove(11)
    write(21)
    expect(idsOf(history.getSnapshot().older)).toEqual([6, 7, 9, 10])
    expect(asked()).toEqual([])
  })

  it('[MOD-3] loses a rejected message at once, and has it again in its place once it is restored', async () => {
    const { history, answer, write, remove, restore } = hall(20)
    history.subscribe(() => undefined)
    history.loadOlder()
    await answer()
    remove(8, 'message.rejected')
    // The oldest of the window: it leaves the window as if it were trimmed.
    remove(11, 'message.rejected')
    write(21)
    expect(idsOf(history.getSnapshot().older)).toEqual([6, 7, 9, 10])
    restore(8)
    expect(idsOf(history.getSnapshot().older)).toEqual([6, 7, 8, 9, 10])
    history.loadOlder()
    restore(3)
    await answer()
    expect(idsOf(history.getSnapshot().older)).toEqual(range(1, 10))
  })

  it('never shows a message that was removed while its page was on the way', async () => {
    const { history, answer, remove } = hall(20)
    history.subscribe(() => undefined)
    history.loadOlder()
    remove(9)
    await answer()
    expect(idsOf(history.getSnapshot().older)).toEqual([6, 7, 8, 10])
  })

  it('is read again after more messages at once than a window holds, and stays in view until then', async () => {
    const { history, answer, write } = hall(20)
    history.subscribe(() => undefined)
    history.loadOlder()
    await answer()
    write(...range(21, 40))
    expect(idsOf(history.getSnapshot().older)).toEqual(range(6, 10))
    await answer(5)
    expect(idsOf(history.getSnapshot().older)).toEqual(range(6, 30))
  })

  it('keeps no message of another log, nor without an answer when it is read again', async () => {
    const reset = hall(20)
    reset.history.subscribe(() => undefined)
    reset.history.loadOlder()
    await reset.answer()
    reset.restart(12)
    expect(reset.history.getSnapshot().older).toEqual([])
    const silent = hall(20)
    silent.history.subscribe(() => undefined)
    silent.history.loadOlder()
    await silent.answer()
    silent.write(...range(21, 40))
    await silent.fail()
    expect(silent.history.getSnapshot().older).toEqual([])
  })

  it('listens to events only after pages were read, and to nothing when nobody subscribes', async () => {
    const { history, answer, listeners } = hall(20)
    const counts = () => [listeners.snapshot.size, listeners.event.size, listeners.reset.size]
    expect(counts()).toEqual([0, 0, 0])
    const stop = history.subscribe(() => undefined)
    expect(counts()).toEqual([1, 0, 0])
    history.loadOlder()
    await answer()
    expect(counts()).toEqual([1, 1, 1])
    stop()
    expect([counts(), history.getSnapshot().older]).toEqual([[0, 0, 0], []])
  })
})
