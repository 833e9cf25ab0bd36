import { seededRandom } from '../testing/seeded-random.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserHoldSource, HOLD_PLACES, SETTLE_MS } from './hold-source.ts'

const FOR_MS = 30_000
/** One way, between a tab and the process of the browser that orders the writes. A write goes both ways, and an answer to it again. */
const SLOWEST_WAY_MS = SETTLE_MS / 4 - 1
const TABS = 9

/** The `localStorage` of a browser with a process for each tab: every tab has a copy, and the writes of others arrive in it later. */
class SlowStorage {
  readonly #items = new Map<string, string>()
  readonly #copies: ((key: string, value: string | null, writer: object) => void)[] = []
  readonly #clock: VirtualClock
  readonly #wayMs: () => number

  constructor(clock: VirtualClock, wayMs: () => number) {
    this.#clock = clock
    this.#wayMs = wayMs
  }

  /** The copy of a new tab. */
  tab() {
    const copy = new Map(this.#items)
    /** Own writes on their way: until they are back, the writes of others to the same key are older. */
    const unconfirmed = new Map<string, number>()
    const self = {}
    const put = (items: Map<string, string>, key: string, value: string | null) =>
      value === null ? items.delete(key) : items.set(key, value)
    const send = this.#line()
    const receive = this.#line()
    this.#copies.push((key, value, writer) =>
      receive(() => {
        const waiting = unconfirmed.get(key) ?? 0
        if (writer === self) unconfirmed.set(key, waiting - 1)
        else if (waiting === 0) put(copy, key, value)
      }),
    )
    const write = (key: string, value: string | null) => {
      put(copy, key, value)
      unconfirmed.set(key, (unconfirmed.get(key) ?? 0) + 1)
      send(() => {
        put(this.#items, key, value)
        for (const tell of this.#copies) tell(key, value, self)
      })
    }
    return {
      getItem: (key: string) => copy.get(key) ?? null,
      setItem: (key: string, value: string) => write(key, value),
      removeItem: (key: string) => write(key, null),
    }
  }

  /** Carries messages late, in their order. */
  #line(): (work: () => void) => void {
    let lastMs = 0
    return (work) => {
      lastMs = Math.max(lastMs, this.#clock.now() + this.#wayMs())
      this.#clock.setTimer(lastMs - this.#clock.now(), work)
    }
  }
}

describe('places in which polls wait', () => {
  const page = { visibilityState: 'visible' }
  let clock = new VirtualClock()
  let storage = new SlowStorage(clock, () => 0)
  /** The copy of the tab whose code runs. */
  let copyNow = storage.tab()
  beforeEach(() => {
    clock = new VirtualClock()
    storage = new SlowStorage(clock, () => 0)
    page.visibilityState = 'visible'
    vi.stubGlobal('document', page)
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => copyNow.getItem(key),
      setItem: (key: string, value: string) => copyNow.setItem(key, value),
      removeItem: (key: string) => copyNow.removeItem(key),
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  /** A source that lives in its own tab. */
  function tab() {
    const copy = storage.tab()
    const source = browserHoldSource(clock)
    const ask = () => {
      copyNow = copy
      return source.ask(FOR_MS)
    }
    return {
      ask,
      release() {
        copyNow = copy
        source.release()
      },
      /** Asks, and again when the claim is settled. */
      holds() {
        const settleMs = ask()
        if (settleMs === null) return false
        clock.advance(settleMs)
        return ask() === 0
      },
    }
  }

  it('[CONN-9] of all tabs so many hold a connection that half of a browser’s six stay free', () => {
    const tabs = Array.from({ length: TABS }, tab)
    const first = tabs.slice(0, HOLD_PLACES.length)
    expect(first.map(({ holds }) => holds())).toEqual(first.map(() => true))
    expect(tabs.slice(HOLD_PLACES.length).some(({ holds }) => holds())).toBe(false)
    first[0]?.release()
    clock.advance(0)
    expect(tabs.at(-1)?.holds()).toBe(true)
  })

  it('[CONN-9] a claim holds a place only when it is still there after the others’ writes have arrived', () => {
    storage = new SlowStorage(clock, () => SLOWEST_WAY_MS)
    const tabs = Array.from({ length: TABS }, tab)
    expect(tabs.map(({ ask }) => ask())).toEqual(tabs.map(() => SETTLE_MS))
    clock.advance(SETTLE_MS)
    expect(tabs.map(({ ask }) => ask()).filter((settleMs) => settleMs === 0)).toHaveLength(1)
  })

  it('[CONN-9] a place that is held stays held over any number of polls', () => {
    const holder = tab()
    const other = tab()
    expect(holder.holds()).toBe(true)
    for (let polls = 0; polls < 10; polls += 1) {
      other.ask()
      clock.advance(FOR_MS - 1)
      expect([polls, holder.ask()]).toEqual([polls, 0])
    }
  })

  it('[CONN-9] a claim that is about to end is not renewed: another tab may take the place at the same moment', () => {
    const holder = tab()
    expect(holder.holds()).toBe(true)
    clock.advance(FOR_MS)
    expect(holder.ask()).toBe(SETTLE_MS)
  })

  it('[CONN-9] a tab gives back only its own claim', () => {
    const late = tab()
    expect(late.holds()).toBe(true)
    clock.sleep(FOR_MS + SETTLE_MS)
    const others = Array.from({ length: HOLD_PLACES.length }, tab)
    expect(others.every(({ holds }) => holds())).toBe(true)
    late.release()
    clock.advance(0)
    expect(tab().ask()).toBeNull()
    expect(others.map(({ ask }) => ask())).toEqual(others.map(() => 0))
  })

  it('[CONN-9] a hidden tab gives its place back', () => {
    const tabs = HOLD_PLACES.map(tab)
    expect(tabs.every(({ holds }) => holds())).toBe(true)
    page.visibilityState = 'hidden'
    expect(tabs[0]?.ask()).toBeNull()
    clock.advance(0)
    page.visibilityState = 'visible'
    expect(tab().holds()).toBe(true)
  })

  it('[CONN-9] the place of a tab that died is free when its time is over, also when the clock was set back meanwhile', () => {
    const died = HOLD_PLACES.map(tab)
    expect(died.every(({ holds }) => holds())).toBe(true)
    clock.advance(FOR_MS - HOLD_PLACES.length * SETTLE_MS)
    expect(tab().ask()).toBeNull()
    clock.advance(HOLD_PLACES.length * SETTLE_MS + SETTLE_MS)
    const next = HOLD_PLACES.map(tab)
    expect(next.every(({ holds }) => holds())).toBe(true)
    clock.stepWallTime(-3_600_000)
    expect(tab().holds()).toBe(true)
  })

  it('[CONN-9] where storage is blocked, and outside a browser, there is always a place', () => {
    const source = browserHoldSource(clock)
    vi.stubGlobal('localStorage', undefined)
    expect(source.ask(FOR_MS)).toBe(0)
    vi.stubGlobal('document', undefined)
    expect(source.ask(FOR_MS)).toBe(0)
    expect(() => source.release()).not.toThrow()
  })

  /** Tabs poll as the client does, each from a random moment on, are hidden and shown, and stop; a new message ends all polls at once. */
  function runTabs(seed: number) {
    const random = seededRandom(seed)
    storage = new SlowStorage(clock, () => random() * SLOWEST_WAY_MS)
    const ends = new Set<() => void>()
    let most = 0
    let sum = 0
    for (let at = 0; at < TABS; at += 1) {
      const { ask, release } = tab()
      let isHidden = false
      const askAs = () => {
        page.visibilityState = isHidden ? 'hidden' : 'visible'
        return ask()
      }
      const pause = () => {
        if (random() < 0.1) isHidden = !isHidden
        if (random() < 0.05) release()
        const settleMs = askAs()
        clock.setTimer(settleMs === null ? 3_000 : Math.max(random() * 1_000, settleMs), () =>
          askAs() === 0 ? poll() : clock.setTimer(50, pause),
        )
      }
      const poll = () => {
        const end = () => {
          cancel()
          ends.delete(end)
          pause()
        }
        const cancel = clock.setTimer(20_000, end)
        ends.add(end)
        most = Math.max(most, ends.size)
      }
      clock.setTimer(random() < 0.5 ? 0 : random() * 10_000, pause)
    }
    for (let second = 0; second < 100; second += 1) {
      clock.advance(1_000)
      sum += ends.size
      if (random() < 0.3) for (const end of ends) end()
    }
    return { most, mean: sum / 100 }
  }

  it('[CONN-9] whatever tabs do, and however late they see each other, they never hold more places than there are, and do hold them', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { most, mean } = runTabs(seed)
      expect([seed, most <= HOLD_PLACES.length, mean > 1]).toEqual([seed, true, true])
    }
  })
})
