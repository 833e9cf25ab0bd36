import { type DanmakuDensity, type DanmakuRegion, DanmakuWall, type FlowMessage, MessageWall } from '@guestwall/react'
import { WALL_MESSAGES } from '@guestwall/protocol'
import { useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'

/** The wall of the page: cards in columns, one by one, or danmaku. */
export type BenchLayout = 'columns' | 'single' | { readonly region: DanmakuRegion; readonly density: DanmakuDensity }

/** A page that is a message wall and nothing else. Its time runs `speed` times as fast as the page's; danmaku are animations of the page, and have its time. */

export interface WallBench {
  /** Messages that come in one frame. */
  add(contents: readonly string[]): void
  setSpeed(speed: number): void
  setLayout(layout: BenchLayout): void
  /** When each message was first shown, and for how long at least, in the wall's milliseconds. */
  readonly firstShownMs: Record<string, number>
  readonly lastShownMs: Record<string, number>
  readonly addedMs: Record<string, number>
  /** Drops what was recorded. */
  forget(): void
  now(): number
  waiting(): number
  /** The boxes of the danmaku of which a part is on the screen, and of the wall. */
  danmaku(): { readonly slots: readonly DOMRect[]; readonly wall: DOMRect }
  /** Samples of the picture since the last call: the largest overlap of two cards in square pixels, and the blank parts. */
  takeSamples(): {
    readonly worst: number
    readonly samples: number
    readonly blanks: readonly number[]
    readonly uncovered: readonly number[]
  }
  /** Durations between frames, and long tasks, since the last call. */
  takeFrames(): { readonly frames: readonly number[]; readonly tasks: readonly number[] }
}

const SAMPLE_MS = 50
const GAP_UNITS = 1.7
const PADDING_UNITS = 3

let speed = 1
let base = { realMs: performance.now(), virtualMs: 0 }
const now = (): number => base.virtualMs + (performance.now() - base.realMs) * speed

let layout: BenchLayout = 'columns'
let log: FlowMessage[] = []
let window_: readonly FlowMessage[] = []
let total = 0
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const addedMs: Record<string, number> = {}
const firstShownMs: Record<string, number> = {}
const lastShownMs: Record<string, number> = {}

function add(contents: readonly string[]): void {
  for (const content of contents) {
    total += 1
    log.push({ key: `m${total}`, order: total, name: total % 3 === 0 ? 'Ana' : '来宾', content, isPinned: false })
    addedMs[`m${total}`] = now()
  }
  log = log.slice(-WALL_MESSAGES)
  window_ = log
  for (const listener of listeners) listener()
}

const unit = (): number => Math.min(innerWidth, innerHeight) / 100

function Page() {
  const messages = useSyncExternalStore(subscribe, () => window_)
  const chosen = useSyncExternalStore(subscribe, () => layout)
  return (
    <div style={{ position: 'fixed', inset: `${PADDING_UNITS * unit()}px`, background: 'var(--gw-ground)' }}>
      {typeof chosen === 'object' ? (
        <DanmakuWall messages={messages} total={total} unit={unit()} region={chosen.region} density={chosen.density} />
      ) : (
        <MessageWall
          messages={messages}
          total={total}
          unit={unit()}
          now={now}
          isSingle={chosen === 'single'}
          renderWaiting={(waiting) => `${waiting} more on their way`}
        />
      )}
    </div>
  )
}

let worst = 0
let samples = 0
let blanks: number[] = []
let uncovered: number[] = []
let frames: number[] = []
let tasks: number[] = []

function sample(): void {
  const stage = document.querySelector('.gw-wall__stage, .gw-danmaku')?.getBoundingClientRect()
  if (stage === undefined) return
  const seen = [...document.querySelectorAll<HTMLElement>('.gw-wall__slot, .gw-danmaku__slot')]
    .filter((slot) => Number(getComputedStyle(slot).opacity) > 0.02 && getComputedStyle(slot).visibility !== 'hidden')
    .map((slot) => ({ key: slot.dataset['message'], box: slot.getBoundingClientRect() }))
  // Nothing of a danmaku that has passed is on the wall.
  const within = (left: number, right: number): number => Math.min(right, stage.right) - Math.max(left, stage.left)
  for (const [at, { box: one }] of seen.entries()) {
    for (const { box: other } of seen.slice(at + 1)) {
      const width = within(Math.max(one.left, other.left), Math.min(one.right, other.right))
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
      if (width > 1 && height > 1) worst = Math.max(worst, Math.round(width * height))
    }
  }
  samples += 1
  let withGaps = 0
  let cards = 0
  const gap = GAP_UNITS * unit()
  for (const { key, box } of seen) {
    if (key === undefined) continue
    firstShownMs[key] ??= now()
    lastShownMs[key] = now()
    cards += box.width * box.height
    const right = box.right >= stage.right - 1 ? 0 : gap
    const bottom = box.bottom >= stage.bottom - 1 ? 0 : gap
    withGaps += (box.width + right) * (box.height + bottom)
  }
  const area = stage.width * stage.height
  blanks.push(Math.max(0, 1 - withGaps / area))
  uncovered.push(Math.max(0, 1 - cards / area))
}

let lastFrameMs = performance.now()
function frame(atMs: number): void {
  frames.push(atMs - lastFrameMs)
  lastFrameMs = atMs
  requestAnimationFrame(frame)
}
requestAnimationFrame(frame)
new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] })
setInterval(sample, SAMPLE_MS)

const bench: WallBench = {
  add,
  setSpeed(next) {
    base = { realMs: performance.now(), virtualMs: now() }
    speed = next
  },
  setLayout(next) {
    layout = next
    for (const listener of listeners) listener()
  },
  addedMs,
  firstShownMs,
  lastShownMs,
  forget() {
    for (const record of [addedMs, firstShownMs, lastShownMs]) for (const key of Object.keys(record)) delete record[key]
    bench.takeSamples()
    bench.takeFrames()
  },
  now,
  waiting: () => Number(document.querySelector('[data-waiting]')?.getAttribute('data-waiting') ?? 0),
  danmaku() {
    const wall = document.querySelector('.gw-danmaku')?.getBoundingClientRect() ?? new DOMRect()
    const slots = [...document.querySelectorAll('.gw-danmaku__slot')].map((slot) => slot.getBoundingClientRect())
    return { wall, slots: slots.filter(({ left, right }) => right > wall.left && left < wall.right) }
  },
  takeSamples() {
    const taken = { worst, samples, blanks, uncovered }
    worst = 0
    samples = 0
    blanks = []
    uncovered = []
    return taken
  },
  takeFrames() {
    const taken = { frames, tasks }
    frames = []
    tasks = []
    return taken
  },
}
Object.assign(globalThis, { bench })
const root = document.createElement('div')
document.body.append(root)
createRoot(root).render(<Page />)
