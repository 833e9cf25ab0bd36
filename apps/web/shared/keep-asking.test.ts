import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepAsking } from './keep-asking.ts'

let page: EventTarget & { visibilityState: string }
let device: EventTarget
let asked: number
let answers: boolean
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  device = new EventTarget()
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', device)
  asked = 0
  answers = true
  stop = keepAsking(() => {
    asked += 1
    return Promise.resolve(answers)
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('the page asks the server for its address', () => {
  it('at once and once in each minute', async () => {
    expect(asked).toBe(1)
    for (let minute = 2; minute < 6; minute += 1) {
      await pass(60_000)
      expect(asked).toBeGreaterThanOrEqual(minute)
    }
  })

  it('every few seconds while there is no answer', async () => {
    await pass(0)
    answers = false
    await pass(45_000)
    const before = asked
    await pass(10_000)
    expect(asked).toBe(before + 2)
  })

  it('when the page is looked at again and when the network is back, not when it is hidden', async () => {
    await pass(0)
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(asked).toBe(1)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    expect(asked).toBe(2)
    await pass(0)
    device.dispatchEvent(new Event('online'))
    expect(asked).toBe(3)
  })

  it('with one request at a time, and with none after the end', async () => {
    await pass(0)
    for (let told = 0; told < 3; told += 1) device.dispatchEvent(new Event('online'))
    expect(asked).toBe(2)
    await pass(0)
    stop()
    device.dispatchEvent(new Event('online'))
    await pass(600_000)
    expect(asked).toBe(2)
  })
})
