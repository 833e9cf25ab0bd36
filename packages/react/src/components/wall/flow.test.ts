import { seededRandom } from '@guestwall/client/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, advancePaused, EMPTY_FLOW, type Flow, LOOK_AHEAD, stepOn } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import type { Layout, Shown } from './layout.ts'
import { applyWindow } from './log-window.ts'
import { readingTimeMs } from './reading-time.ts'
import { type Area, AREAS, aMessage, layoutFor, VirtualScreen } from './wall.test-kit.ts'

const WIDE = AREAS['16:9']
const LONG = 'We wish you every happiness today and always. '.repeat(5).slice(0, 230)
const NO_FIT = { fontSize: 1, breaks: 'anywhere', pages: 1 } as const
const messages = (from: number, to: number): FlowMessage[] => Array.from({ length: to - from + 1 }, (_, at) => aMessage(from + at))

/** A screen that has shown the end of a log for a while. */
function anEvening(area: readonly [number, number] = WIDE, watch?: (flow: Flow, nowMs: number) => void): VirtualScreen {
  const screen = new VirtualScreen(area, watch)
  screen.add(...messages(1, 60))
  screen.run(30_000)
  return screen
}

function overlapping(shown: readonly Shown[]): string[] {
  return shown.flatMap((one, at) =>
    shown
      .slice(at + 1)
      .filter(({ place: b }) => {
        const a = one.place
        return a.x + 0.01 < b.x + b.width && b.x + 0.01 < a.x + a.width && a.y + 0.01 < b.y + b.height && b.y + 0.01 < a.y + a.height
      })
      .map((other) => `${one.key} over ${other.key}`),
  )
}

describe('the time of a screen', () => {
  it('shows the newest messages at once, none of them as new', () => {
    const screen = new VirtualScreen(WIDE)
    screen.add(...messages(1, 60))
    expect(screen.flow.shown.map(({ key }) => key)).toEqual(expect.arrayContaining(['m60', 'm59', 'm58']))
    expect(screen.flow.shown.some(({ isNew }) => isNew)).toBe(false)
  })

  it.each(Object.keys(AREAS) as Area[])(
    'from the first message on there is no moment without one, and each has a place inside the wall, one by one and many at once: %s',
    (area) => {
      const [width, height] = AREAS[area]
      const screen = new VirtualScreen(AREAS[area], ({ shown }) => {
        expect(shown.length).toBeGreaterThan(0)
        for (const { place } of shown) {
          expect(Math.min(place.x, place.y, place.width - 10, place.height - 5)).toBeGreaterThanOrEqual(0)
          expect(Math.max(place.x + place.width - width, place.y + place.height - height)).toBeLessThan(0.6)
        }
      })
      for (const count of [1, 1, 1, 1, 7, 1, 12, 30]) {
        const from = screen.log.length + 1
        screen.add(...messages(from, from + count - 1))
        screen.run(3_000)
      }
    },
  )

  it('[P4] lets a new message enter at once, on top of a column, marked as new', () => {
    const screen = anEvening()
    screen.add(aMessage(61))
    const card = screen.flow.shown.find(({ key }) => key === 'm61')
    expect([card?.isNew, card?.place.y]).toEqual([true, 0])
  })

  it.each(Object.keys(AREAS) as Area[])(
    '[P4] lets a message that comes at a host’s pace enter at once, beside columns that move: %s',
    (area) => {
      const delaysMs: number[] = []
      for (const seed of [1, 2]) {
        const random = seededRandom(seed)
        const screen = new VirtualScreen(AREAS[area])
        screen.add(...messages(1, 25))
        screen.run(60_000)
        const sentMs = new Map<string, number>()
        for (let order = 61; order <= 120; order += 1) {
          screen.run(Math.round(6 + random() * 44) * 50, 50)
          sentMs.set(`m${order}`, screen.nowMs)
          screen.add(aMessage(order))
        }
        screen.run(30_000)
        for (const [key, atMs] of sentMs) delaysMs.push((screen.firstSeenMs.get(key) ?? Number.POSITIVE_INFINITY) - atMs)
      }
      delaysMs.sort((a, b) => a - b)
      // Two columns hold some eight cards: at this pace all of them are being read now and then.
      const share = area === '4:3' || area === '9:16' ? 0.5 : 0.95
      expect(delaysMs[Math.ceil(delaysMs.length * share) - 1]).toBeLessThanOrEqual(50)
    },
  )

  it.each(Object.keys(AREAS) as Area[])('[P4] lets each of the first messages of a wall enter at once, at a host’s pace: %s', (area) => {
    const delaysMs: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = seededRandom(seed)
      const screen = new VirtualScreen(AREAS[area])
      const sentMs: number[] = []
      for (let order = 1; order <= 20; order += 1) {
        sentMs.push(screen.nowMs)
        screen.add(aMessage(order + seed))
        screen.run(Math.round(14 + random() * 22) * 50, 50)
      }
      screen.run(30_000)
      delaysMs.push(...sentMs.map((atMs, at) => (screen.firstSeenMs.get(`m${at + 1 + seed}`) ?? Number.POSITIVE_INFINITY) - atMs))
    }
    delaysMs.sort((a, b) => a - b)
    // Two columns are filled by some eight cards, each of which is read for several seconds.
    const share = area === '4:3' || area === '9:16' ? 0.5 : 0.95
    expect(delaysMs[Math.ceil(delaysMs.length * share) - 1]).toBeLessThanOrEqual(50)
  })

  it('the same picture, measured again because a face has come, keeps no message from entering', () => {
    const few = new VirtualScreen(WIDE)
    few.add(...messages(1, 8))
    few.run(20_000)
    few.flow = advance(few.flow, layoutFor(WIDE, few.log), few.nowMs)
    few.run(200)
    few.add(aMessage(9, { content: LONG }))
    expect([few.layout.holdsAll, few.flow.waiting]).toEqual([false, []])
  })

  it('a picture that gets other columns lets the next message enter with it', () => {
    const few = new VirtualScreen(WIDE)
    few.add(...messages(1, 8))
    few.run(20_000)
    expect(few.layout.holdsAll).toBe(true)
    few.add(aMessage(9, { content: LONG }))
    expect([few.layout.holdsAll, few.flow.waiting]).toEqual([false, []])
  })

  it('[P4] a card that has only returned makes room after two seconds for a message that was never shown, and not for one that returns', () => {
    const { flow, layout, nowMs } = anEvening()
    const beingRead = (hasReturned: boolean): Flow => ({
      ...flow,
      shown: flow.shown.map((card) => ({ ...card, hasReturned, shownAtMs: nowMs - 2_000, readAtMs: nowMs + 5_000 })),
      lastEntryMs: nowMs - 10_000,
    })
    const withNew = (state: Flow): Flow => advance({ ...state, waiting: [aMessage(61)] }, layout, nowMs)
    const showsNew = (state: Flow): boolean => state.shown.some(({ key }) => key === 'm61')
    expect([withNew(beingRead(true)), withNew(beingRead(false))].map(showsNew)).toEqual([true, false])
    const returning = beingRead(true)
    expect(advance(returning, layout, nowMs)).toBe(returning)
  })

  it.each(Object.keys(AREAS) as Area[])(
    '[P4] shows each of a hundred messages of six seconds within 75 s, long enough to read: %s',
    (area) => {
      const screen = anEvening(AREAS[area])
      const startMs = screen.nowMs
      for (const message of messages(61, 160)) {
        screen.add(message)
        screen.run(60, 60)
      }
      screen.run(75_000 - (screen.nowMs - startMs))
      const unseen = messages(61, 160).filter(({ key }) => !screen.firstSeenMs.has(key))
      expect(unseen).toEqual([])
      screen.run(20_000)
      for (const { key, content } of messages(61, 160)) {
        const stayedMs = (screen.lastSeenMs.get(key) ?? 0) - (screen.firstSeenMs.get(key) ?? 0)
        expect(stayedMs, content).toBeGreaterThanOrEqual(readingTimeMs(content))
      }
    },
  )

  it.each(['16:9', '4:3', '9:16', '32:9'] as const)(
    '[P4] with one message of 230 letters every six seconds for three minutes the newest is at most 30 s behind, and none is left out: %s',
    (area: Area) => {
      const screen = anEvening(AREAS[area])
      const sentMs = new Map<string, number>()
      for (let order = 61; order <= 90; order += 1) {
        sentMs.set(`m${order}`, screen.nowMs)
        screen.add(aMessage(order, { content: LONG }))
        screen.run(6_000)
      }
      screen.run(30_000)
      const lags = [...sentMs].map(([key, atMs]) => (screen.firstSeenMs.get(key) ?? Number.POSITIVE_INFINITY) - atMs)
      expect(Math.max(...lags)).toBeLessThanOrEqual(30_000)
    },
  )

  it('[P4] a long message holds only its own place: the others go on while it is read', () => {
    const screen = anEvening()
    screen.add(aMessage(61, { content: LONG }))
    screen.run(6_000)
    screen.add(...messages(62, 64))
    screen.run(6_000)
    expect(screen.flow.shown.some(({ key }) => key === 'm61')).toBe(true)
    expect(messages(62, 64).filter(({ key }) => !screen.firstSeenMs.has(key))).toEqual([])
  })

  it('[P4] on a screen of two columns a letter that one of them holds leaves the other one to those that come while it is read', () => {
    const screen = anEvening(AREAS['4:3'])
    screen.add(aMessage(61, { content: LONG }))
    screen.run(2_000)
    for (const order of [62, 63]) {
      screen.add(aMessage(order))
      screen.run(4_000)
    }
    const letter = screen.flow.shown.find(({ key }) => key === 'm61')
    expect(letter?.place.isSheet).toBe(false)
    expect(screen.nowMs).toBeLessThan(letter?.readAtMs ?? 0)
    expect(screen.flow.shown.map(({ key }) => key)).toEqual(expect.arrayContaining(['m62', 'm63']))
  })

  it('[P4] what a letter covered is full again as soon as it has left, also of messages that were there before', () => {
    const counts: number[] = []
    let hadSheet = false
    const screen = new VirtualScreen(WIDE, ({ shown }) => {
      const hasSheet = shown.some(({ place }) => place.isSheet)
      if (hadSheet && !hasSheet) counts.push(shown.length)
      hadSheet = hasSheet
    })
    screen.add(...messages(1, 12))
    screen.run(5_000)
    screen.add(aMessage(13, { content: LONG }))
    screen.run(40_000)
    expect(counts.length).toBeGreaterThan(0)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(7)
  })

  it('[P4] a letter does not come back as often as the others', () => {
    let withLetterMs = 0
    const screen = new VirtualScreen(WIDE, ({ shown }) => {
      if (shown.some(({ place }) => place.isSheet)) withLetterMs += 200
    })
    screen.add(...messages(1, 7))
    screen.run(5_000)
    screen.add(aMessage(8, { content: LONG }))
    screen.run(300_000)
    expect(withLetterMs).toBeGreaterThan(20_000)
    expect(withLetterMs).toBeLessThan(60_000)
  })

  it('[P4] a high message is overtaken while it has no place, but the next place that is large enough is kept for it', () => {
    const high = 'We wish you every happiness today and always. '.repeat(5).slice(0, 215)
    const screen = anEvening()
    screen.add(...messages(61, 72))
    screen.run(3_000)
    screen.add(aMessage(100, { content: high }), ...messages(101, 160))
    screen.run(14_000)
    expect(screen.firstSeenMs.has('m100')).toBe(true)
    expect(screen.firstSeenMs.get('m101')).toBeLessThan(screen.firstSeenMs.get('m100') as number)
  })

  it('[P4] shows every message once before one returns, and then lets each one return', () => {
    const seen = new Set<string>()
    let shown = new Set<string>()
    const early: string[] = []
    const returned = new Set<string>()
    const screen = new VirtualScreen(WIDE, (flow) => {
      const now = new Set(flow.shown.map(({ key }) => key))
      const entered = [...now].filter((key) => !shown.has(key))
      const isAllSeen = flow.window.every(({ key }) => seen.has(key) || now.has(key))
      for (const key of entered) {
        if (seen.has(key)) {
          returned.add(key)
          if (!isAllSeen) early.push(key)
        }
        seen.add(key)
      }
      shown = now
    })
    screen.add(...messages(1, 60))
    screen.run(60_000)
    for (const message of messages(61, 90)) {
      screen.add(message)
      screen.run(700)
    }
    screen.run(900_000, 1_000)
    expect(early).toEqual([])
    expect(returned.size).toBe(90)
  })

  it('[P4] keeps these rules on every screen, whatever comes, goes and is pinned', () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 8 }), long: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.integer({ min: 0, max: 59 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 200, max: 9_000 }) }) },
    )
    const areas = Object.keys(AREAS) as Area[]
    fc.assert(
      fc.property(fc.constantFrom(...areas), fc.array(act, { maxLength: 12 }), (area, acts) => {
        const height = AREAS[area][1]
        const removed = new Set<string>()
        let before: readonly Shown[] = []
        const screen = new VirtualScreen(AREAS[area], (flow, nowMs) => {
          const keys = flow.shown.map(({ key }) => key)
          expect(new Set(keys).size).toBe(keys.length)
          expect(overlapping(flow.shown)).toEqual([])
          expect(flow.shown.filter(({ place }) => place.y < -0.01 || place.y + place.height > height + 0.5)).toEqual([])
          expect(keys.filter((key) => removed.has(key))).toEqual([])
          const gone = before.filter(({ key }) => !keys.includes(key) && !removed.has(key))
          const hasLetters =
            flow.waiting.some(({ content }) => content === LONG) || flow.shown.some(({ message }) => message.content === LONG)
          const early = gone.filter(({ readAtMs, message, hasReturned }) => (nowMs < readAtMs && !hasReturned) || message.isPinned)
          expect(hasLetters ? [] : early).toEqual([])
          before = flow.shown
        })
        screen.add(...messages(1, 60).map((message) => ({ ...message, isPinned: message.order === 30 })))
        let order = 60
        for (const each of acts) {
          if (each.kind === 'wait') screen.run(each.ms)
          else if (each.kind === 'remove') {
            const message = screen.log[screen.log.length - 1 - each.at]
            if (message === undefined || message.isPinned) continue
            removed.add(message.key)
            screen.remove(message.key)
          } else
            screen.add(
              ...messages(order + 1, (order += each.count)).map((message, at) =>
                each.long && at === 0 ? { ...message, content: LONG } : message,
              ),
            )
        }
        screen.run(3_000)
      }),
      { numRuns: 25 },
    )
  })

  it('the cost of a look does not depend on the backlog: it looks at the next two dozen', () => {
    const screen = anEvening()
    screen.add(...messages(61, 160))
    const measured = new Set<string>()
    const flow = {
      ...screen.flow,
      waiting: messages(200, 5_199).map((message) => ({
        ...message,
        get content(): string {
          measured.add(message.key)
          return message.content
        },
      })),
    }
    advance(flow, screen.layout, screen.nowMs + 10_000)
    expect(measured.size).toBeGreaterThan(0)
    expect(measured.size).toBeLessThanOrEqual(LOOK_AHEAD)
  })

  it('no card moves while all messages have a place, and a later one shares it', () => {
    const screen = new VirtualScreen(WIDE)
    screen.add(...messages(1, 6))
    const { flow } = screen
    screen.run(60_000)
    expect(screen.flow).toBe(flow)
    screen.add(aMessage(7))
    expect(screen.flow.shown.map(({ key }) => key).sort()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'])
  })

  it('a later one enters at once beside a column that still moves, and waits for its own', () => {
    /** Two columns, odd and even, the newest on top. */
    const spots = (all: readonly FlowMessage[], column: number) =>
      all
        .filter(({ order }) => order % 2 === column)
        .reverse()
        .map((message, at) => ({ message, place: { x: column, y: at, width: 1, height: 1, natural: 1, fit: NO_FIT, isSheet: false } }))
    const settle = (all: readonly FlowMessage[]) => [...spots(all, 0), ...spots(all, 1)]
    const layout: Layout = { holdsAll: true, settle, admit: () => null, hasHole: () => false }
    let flow = EMPTY_FLOW
    const newestAt = (nowMs: number, count: number): number => {
      flow = advance(applyWindow(flow, messages(1, count), count), layout, nowMs)
      return Math.max(...flow.shown.map(({ message }) => message.order))
    }
    expect([newestAt(0, 2), newestAt(1_000, 3), newestAt(1_100, 4), newestAt(1_200, 5)]).toEqual([2, 3, 4, 4])
    expect([newestAt(1_590, 5), newestAt(1_610, 5)]).toEqual([4, 5])
  })

  it('[H3] a removed message leaves with the next frame, also while it waits', () => {
    const screen = anEvening()
    const key = screen.flow.shown[0]?.key as string
    screen.remove(key)
    expect(screen.flow.shown.map((card) => card.key)).not.toContain(key)
    screen.add(...messages(61, 70))
    expect(screen.flow.waiting.map((message) => message.key)).toContain('m70')
    screen.remove('m70')
    screen.run(60_000)
    expect(screen.firstSeenMs.has('m70')).toBe(false)
  })

  it('a message that the window outgrew stays where it is shown; a removal behind the window clears all that are behind it', () => {
    const screen = anEvening()
    const slid = applyWindow(screen.flow, messages(101, 200), 200)
    expect(slid.shown.map(({ key }) => key)).toEqual(screen.flow.shown.map(({ key }) => key))
    expect(applyWindow(slid, messages(101, 200), 199).shown).toEqual([])
  })

  it('a pinned message stays, and one that is pinned later comes once more', () => {
    const screen = new VirtualScreen(WIDE)
    screen.add(aMessage(1, { isPinned: true }), ...messages(2, 60))
    for (const message of messages(61, 90)) {
      screen.add(message)
      screen.run(2_000)
      expect(screen.flow.shown.map(({ key }) => key)).toContain('m1')
    }
    const hidden = screen.flow.window.find(({ key }) => !screen.flow.shown.some((card) => card.key === key)) as FlowMessage
    screen.log.splice(screen.log.indexOf(hidden), 1, { ...hidden, isPinned: true })
    screen.add(aMessage(91))
    screen.run(6_000)
    expect(screen.flow.shown.map(({ key }) => key)).toEqual(expect.arrayContaining([hidden.key, 'm1', 'm91']))
  })

  it('a pinned message that waits is the next one, whatever waits before it', () => {
    const screen = anEvening()
    screen.add(...messages(61, 100))
    const queued = screen.flow.waiting[30] as FlowMessage
    screen.log.splice(screen.log.indexOf(queued), 1, { ...queued, isPinned: true })
    screen.add(aMessage(101, { isPinned: true }))
    expect(screen.flow.waiting.slice(0, 2).map(({ key }) => key)).toEqual([queued.key, 'm101'])
    screen.run(8_000)
    expect([screen.firstSeenMs.has(queued.key), screen.firstSeenMs.has('m101')]).toEqual([true, true])
  })

  it('holds no more after twelve hours than after a minute', () => {
    const screen = anEvening()
    for (const message of messages(61, 400)) {
      screen.add(message)
      screen.run(8_000, 2_000)
    }
    expect(screen.flow.lastShownMs.size).toBeLessThanOrEqual(101)
    expect(screen.flow.waiting.length).toBeLessThan(20)
  })
})

describe('a paused wall', () => {
  it('[SCREEN-5] is filled when it opens, and then lets nothing enter by itself', () => {
    const layout = layoutFor(WIDE, messages(1, 60))
    const first = advancePaused(applyWindow(EMPTY_FLOW, messages(1, 60), 60), layout, 0)
    expect(first.shown.length).toBeGreaterThan(5)
    const later = applyWindow(first, messages(1, 63), 63)
    expect(advancePaused(later, layout, 600_000)).toBe(later)
    expect(later.waiting.map(({ key }) => key)).toEqual(['m61', 'm62', 'm63'])
  })

  it('[SCREEN-5] a step lets the first message that waits enter at once, while the others are still being read', () => {
    const screen = new VirtualScreen(WIDE)
    screen.add(...messages(1, 60))
    const waiting = applyWindow(screen.flow, messages(1, 63), 63)
    expect(advance(waiting, screen.layout, 10)).toBe(waiting)
    const stepped = stepOn(waiting, screen.layout, 700)
    expect(stepped.shown.map(({ key }) => key)).toContain('m61')
    expect(stepped.waiting.map(({ key }) => key)).not.toContain('m61')
    expect(overlapping(stepped.shown)).toEqual([])
  })

  it('[SCREEN-5] a step where nothing waits brings back a message that is not on the screen', () => {
    const screen = anEvening()
    const before = new Set(screen.flow.shown.map(({ key }) => key))
    const after = stepOn(screen.flow, screen.layout, screen.nowMs + 10)
    expect(after.shown.some(({ key }) => !before.has(key))).toBe(true)
    expect(stepOn(EMPTY_FLOW, screen.layout, 0).shown).toEqual([])
  })
})
