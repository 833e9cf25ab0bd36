import { describe, expect, it } from 'vitest'
import type { Flow } from './flow.ts'
import type { FlowMessage } from './flow-message.ts'
import { heldLayout } from './layout-choice.ts'
import { readingTimeMs } from './reading-time.ts'
import { type Area, AREAS, aMessage, VirtualScreen } from './wall.test-kit.ts'

const LONG = 'We wish you every happiness today and always. '.repeat(5).slice(0, 230)
const SHAPES = ['16:9', '4:3', '9:16', '32:9'] as const
const messages = (from: number, to: number): FlowMessage[] => Array.from({ length: to - from + 1 }, (_, at) => aMessage(from + at))
const single = (area: Area, watch?: (flow: Flow, nowMs: number) => void) => new VirtualScreen(AREAS[area], watch, true)

describe('one message at a time', () => {
  it('has the whole area, and stays until it was read', () => {
    let most = 0
    const early: string[] = []
    let before: Flow['shown'] = []
    const screen = single('16:9', (flow, nowMs) => {
      most = Math.max(most, flow.shown.length)
      for (const { key, readAtMs } of before) if (!flow.shown.some((card) => card.key === key) && nowMs < readAtMs) early.push(key)
      before = flow.shown
    })
    screen.add(...messages(1, 40))
    expect(screen.flow.shown.map(({ key, place }) => [key, place.height])).toEqual([['m40', 81]])
    for (const message of messages(41, 60)) {
      screen.add(message)
      screen.run(5_000)
    }
    expect([most, early]).toEqual([1, []])
    expect(messages(41, 59).filter(({ key }) => !screen.firstSeenMs.has(key))).toEqual([])
  })

  it('while it is quiet the others take its place every twelve seconds, each once before one returns', () => {
    const turns: { readonly key: string; readonly atMs: number }[] = []
    const screen = single('16:9', ({ shown }, nowMs) => {
      const key = shown[0]?.key
      if (key !== undefined && key !== turns.at(-1)?.key) turns.push({ key, atMs: nowMs })
    })
    screen.add(...messages(1, 10))
    screen.run(121_000)
    expect(new Set(turns.slice(0, 10).map(({ key }) => key)).size).toBe(10)
    const waits = turns.slice(1).map(({ atMs }, at) => atMs - (turns[at]?.atMs ?? 0))
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([12_000, 12_000])
  })

  it('a new one comes as soon as that was read, also while older ones return', () => {
    const screen = single('16:9')
    screen.add(...messages(1, 10))
    screen.run(13_000)
    screen.add(aMessage(11))
    screen.run(9_000)
    expect(screen.firstSeenMs.get('m11')).toBeLessThanOrEqual(13_000 + 8_000)
  })

  it.each(SHAPES)(
    '[P4] a hundred in six seconds: the columns take over, the last is there within 75 s, and then one stands alone again: %s',
    (area) => {
      let most = 0
      const screen = single(area, ({ shown }) => {
        most = Math.max(most, shown.length)
      })
      screen.add(...messages(1, 60))
      screen.run(30_000)
      const startMs = screen.nowMs
      for (const message of messages(61, 160)) {
        screen.add(message)
        screen.run(60, 60)
      }
      screen.run(75_000 - (screen.nowMs - startMs))
      expect(messages(61, 160).filter(({ key }) => !screen.firstSeenMs.has(key))).toEqual([])
      expect(most).toBeGreaterThan(3)
      screen.run(20_000)
      expect(screen.flow.shown.length).toBe(1)
      for (const { key, content } of messages(61, 160)) {
        const stayedMs = (screen.lastSeenMs.get(key) ?? 0) - (screen.firstSeenMs.get(key) ?? 0)
        expect(stayedMs, content).toBeGreaterThanOrEqual(readingTimeMs(content))
      }
    },
  )

  it.each(SHAPES)('[P4] with 230 letters every six seconds the newest is at most 30 s behind, and none is left out: %s', (area) => {
    const screen = single(area)
    screen.add(...messages(1, 60))
    screen.run(30_000)
    const sentMs = new Map<string, number>()
    for (let order = 61; order <= 90; order += 1) {
      sentMs.set(`m${order}`, screen.nowMs)
      screen.add(aMessage(order, { content: LONG }))
      screen.run(6_000)
    }
    screen.run(30_000)
    const lags = [...sentMs].map(([key, atMs]) => (screen.firstSeenMs.get(key) ?? Number.POSITIVE_INFINITY) - atMs)
    expect(Math.max(...lags)).toBeLessThanOrEqual(30_000)
  })

  it('[P3] what a host chooses is there at once, also while a letter is read and others wait, and the columns come back as fast', () => {
    const screen = new VirtualScreen(AREAS['16:9'])
    screen.add(...messages(1, 30))
    screen.run(30_000)
    screen.add(aMessage(31, { content: LONG }), ...messages(32, 35))
    screen.run(1_400)
    expect(screen.flow.shown.length).toBeGreaterThan(1)
    const last = [...screen.flow.shown].sort((a, b) => b.shownAtMs - a.shownAtMs || b.message.order - a.message.order)[0]?.key
    screen.choose(true)
    expect(screen.flow.shown.map(({ key, place }) => [key, place.isLarge ?? false])).toEqual([[last, last !== 'm31']])
    screen.choose(false)
    expect(screen.flow.shown.length).toBeGreaterThan(1)
    expect(screen.flow.shown.map(({ key }) => key)).toContain(last)
  })

  it('[SCREEN-5] a held screen keeps its layout, whatever waits', () => {
    const screen = single('16:9')
    screen.add(...messages(1, 10))
    const waiting = { ...screen.flow, waiting: messages(11, 60) }
    expect(heldLayout(screen.layouts, waiting)).toBe(screen.layouts.calm)
    expect(heldLayout(screen.layouts, { layout: screen.layouts.busy ?? null })).toBe(screen.layouts.busy)
  })
})
