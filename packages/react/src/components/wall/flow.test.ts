import { WALL_MESSAGES } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import {
  advance,
  advancePaused,
  applyWindow,
  EMPTY_FLOW,
  type Flow,
  type FlowMessage,
  readingTimeMs,
  resettle,
  type Room,
  stepOn,
} from './flow.ts'
import { stackCards } from './masonry.ts'

const LOOK_MS = 200

const message = (order: number, more: Partial<FlowMessage> = {}): FlowMessage => ({
  key: `m${order}`,
  order,
  name: '来宾',
  content: '祝'.repeat(1 + ((order * 7) % 40)),
  isPinned: false,
  ...more,
})
const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))

/** Three columns of 100, a card as high as its text is long. */
const room: Room = {
  columns: 3,
  gap: 2,
  height: 100,
  sizeOf: ({ content }) => ({
    span: content.length > 200 ? 2 : 1,
    height: content.length > 200 ? 80 : 15 + content.length / 2,
    fit: { fontSize: 5, breaks: 'anywhere' },
    mostLines: null,
  }),
}

/** Advances the flow at the wall's interval and records from when to when each message was shown. */
function watch(start: Flow, fromMs: number, toMs: number, shown = new Map<string, [number, number]>()) {
  let flow = start
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += LOOK_MS) {
    flow = advance(flow, room, nowMs)
    for (const { key } of flow.stage) shown.set(key, [shown.get(key)?.[0] ?? nowMs, nowMs])
    expectWhole(flow)
  }
  return { flow, shown }
}

function expectWhole(flow: Flow) {
  const { placed } = stackCards(flow.stage, room.columns, room.gap)
  const cut = placed.filter(({ top, card }) => top + card.height > room.height + 0.5)
  const keys = flow.stage.map((card) => card.key)
  expect([cut.length, new Set(keys).size], JSON.stringify({ cut, keys })).toEqual([0, keys.length])
}

const opened = (to: number) => applyWindow(EMPTY_FLOW, messages(Math.max(1, to - WALL_MESSAGES + 1), to), to)

describe('the flow of a wall', () => {
  it('shows the newest messages at once, each of them whole', () => {
    const flow = advance(opened(50), room, 0)
    expectWhole(flow)
    expect(flow.stage.length).toBeGreaterThan(5)
    expect(flow.stage[0]?.key).toBe('m50')
    expect(flow.stage.every((card) => !card.isNew)).toBe(true)
  })

  it('a message that comes later enters on top, marked as new', () => {
    const { flow } = watch(opened(50), 0, 8_000)
    const after = watch(applyWindow(flow, messages(1, 51), 51), 8_200, 10_000).flow
    const card = after.stage.find((each) => each.key === 'm51')
    expect(card?.isNew).toBe(true)
    expect(stackCards(after.stage, 3, 2).placed.find((each) => each.card.key === 'm51')?.top).toBe(0)
  })

  it('[P4] in a burst longer than the window each message appears, and stays long enough to read', () => {
    let { flow, shown } = watch(opened(40), 0, 2_000)
    const burst = 160
    // They come twenty at a time, as the log's window slides past.
    let nowMs = 2_200
    for (let head = 60; head <= 40 + burst; head += 20) {
      flow = applyWindow(flow, messages(Math.max(1, head - WALL_MESSAGES + 1), head), head)
      ;({ flow, shown } = watch(flow, nowMs, nowMs + 1_000, shown))
      nowMs += 1_200
    }
    ;({ flow, shown } = watch(flow, nowMs, nowMs + 600_000, shown))
    expect(flow.waiting).toEqual([])
    for (let order = 41; order <= 40 + burst; order += 1) {
      const seen = shown.get(`m${order}`)
      expect(seen, `m${order} appeared`).toBeDefined()
      expect(seen![1] - seen![0], `m${order} could be read`).toBeGreaterThanOrEqual(readingTimeMs(message(order).content) - LOOK_MS)
    }
  })

  it('[P4] forty characters stay at least six seconds', () => {
    expect(readingTimeMs('祝'.repeat(40))).toBeGreaterThanOrEqual(6_000)
  })

  it('[P4] when it is quiet, every older message of the window comes round again', () => {
    const { shown } = watch(opened(60), 0, 60 * 8_000)
    expect(shown.size).toBe(60)
  })

  it('no card moves when all cards fit', () => {
    const { flow } = watch(opened(4), 0, 1_000)
    expect(watch(flow, 1_200, 120_000).flow).toBe(flow)
  })

  it('[H3] a removed message leaves with the next frame, also while it waits', () => {
    const { flow } = watch(opened(50), 0, 1_000)
    const withoutOne = messages(1, 50).filter((each) => each.key !== 'm50')
    expect(applyWindow(flow, withoutOne, 49).stage.some((card) => card.key === 'm50')).toBe(false)
    const waiting = applyWindow(flow, messages(1, 53), 53)
    expect(waiting.waiting.map((each) => each.key)).toEqual(['m51', 'm52', 'm53'])
    expect(applyWindow(waiting, messages(1, 52), 52).waiting.map((each) => each.key)).toEqual(['m51', 'm52'])
  })

  it('a message that the window outgrew stays where it is shown', () => {
    const { flow } = watch(opened(100), 0, 1_000)
    const oldest = applyWindow({ ...flow, stage: [...flow.stage] }, messages(101, 200), 200)
    expect(oldest.stage.map((card) => card.key)).toEqual(flow.stage.map((card) => card.key))
  })

  it('[H3] a removal behind the window clears all messages behind it, because the event does not say which one', () => {
    const { flow } = watch(opened(100), 0, 1_000)
    const slid = applyWindow(flow, messages(101, 200), 200)
    expect(applyWindow(slid, messages(101, 200), 199).stage).toEqual([])
  })

  it('a pinned message stays while others come and go', () => {
    const pinned = message(1, { isPinned: true, content: '今晚九点放烟花' })
    let flow = applyWindow(EMPTY_FLOW, [pinned, ...messages(2, 30)], 30)
    flow = watch(flow, 0, 1_000).flow
    for (let order = 31; order < 80; order += 1) {
      flow = applyWindow(flow, [pinned, ...messages(2, order)], order)
      flow = watch(flow, order * 2_000, order * 2_000 + 1_800).flow
      expect(flow.stage.some((card) => card.key === 'm1')).toBe(true)
    }
  })

  it('a card that is too high for the place below pinned ones is shown', () => {
    const pins = [1, 2, 3].map((order) => message(order, { isPinned: true, content: '请大家入座，马上开席' }))
    const start = watch(applyWindow(EMPTY_FLOW, [...pins, ...messages(4, 30)], 30), 0, 1_000).flow
    const long = message(31, { content: '长'.repeat(280) })
    const { shown } = watch(applyWindow(start, [...pins, ...messages(4, 30), long], 31), 1_200, 60_000)
    expect(shown.has('m31')).toBe(true)
  })

  it('keeps its columns when only heights change, and never shows a cut card', () => {
    const { flow } = watch(opened(50), 0, 1_000)
    const higher: Room = { ...room, sizeOf: (each) => ({ ...room.sizeOf(each), height: room.sizeOf(each).height * 1.2 }) }
    const settled = resettle(flow, room, higher)
    for (const card of settled.stage) expect(card.column).toBe(flow.stage.find((each) => each.key === card.key)?.column)
    expectWhole(settled)
  })

  it('holds no more messages after twelve hours than after one minute', () => {
    let flow = opened(100)
    for (let order = 101; order <= 500; order += 1) {
      flow = applyWindow(flow, messages(order - 99, order), order)
      for (let look = 0; look < 4; look += 1) flow = advance(flow, room, order * 20_000 + look * 5_000)
    }
    expect(flow.lastShownMs.size).toBeLessThanOrEqual(WALL_MESSAGES)
    expect(flow.waiting.length).toBeLessThan(20)
    expect(flow.window.length).toBe(WALL_MESSAGES)
  })
})

describe('a paused wall', () => {
  /** A wall that has been open for a minute, and to which three messages have come since. */
  const paused = () => applyWindow(watch(opened(50), 0, 60_000).flow, messages(1, 53).slice(-WALL_MESSAGES), 53)

  it('[SCREEN-5] is filled when it opens, and then lets nothing enter by itself', () => {
    const first = advancePaused(opened(50), room, 0)
    expect(first.stage.length).toBeGreaterThan(5)
    const before = paused()
    expect(advancePaused(before, room, 600_000)).toBe(before)
    expect(before.waiting).toHaveLength(3)
  })

  it('[SCREEN-5] a step lets the first message that waits enter at once, while the others are still being read', () => {
    let flow = advance(applyWindow(advance(opened(50), room, 0), messages(1, 53).slice(-WALL_MESSAGES), 53), room, 1_300)
    const before = flow.stage
    expect(advance(flow, room, 1_310).stage).toBe(before)
    flow = stepOn(flow, room, 1_310)
    expect([flow.stage[0]?.key, flow.waiting.map(({ key }) => key)]).toEqual(['m51', ['m52', 'm53']])
    expect(before).not.toContain(flow.stage[0])
    expectWhole(flow)
  })

  it('[SCREEN-5] a step where nothing waits brings a message back that has not been shown for longest', () => {
    const flow = watch(opened(50), 0, 60_000).flow
    const on = stepOn(flow, room, 60_100)
    expect(flow.stage.map(({ key }) => key)).not.toContain(on.stage.find((card) => !flow.stage.includes(card))?.key)
    expect(stepOn(EMPTY_FLOW, room, 0)).toBe(EMPTY_FLOW)
  })

  it('[SCREEN-3] lets a message go that is taken away', () => {
    const before = paused()
    const gone = before.stage[0]?.key
    const flow = applyWindow(
      before,
      before.window.filter(({ key }) => key !== gone),
      52,
    )
    expect(flow.stage.map(({ key }) => key)).toEqual(before.stage.slice(1).map(({ key }) => key))
    expect(advancePaused(flow, room, 600_000)).toBe(flow)
  })
})
