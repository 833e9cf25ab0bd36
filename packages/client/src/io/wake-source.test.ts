import { afterEach, describe, expect, it, vi } from 'vitest'
import { browserWakeSource } from './wake-source.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('browserWakeSource', () => {
  it('[CONN-5] wakes when the page becomes visible, comes back from cache, and when the device goes offline or comes online', () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
    const view = new EventTarget()
    vi.stubGlobal('document', page)
    vi.stubGlobal('addEventListener', view.addEventListener.bind(view))
    vi.stubGlobal('removeEventListener', view.removeEventListener.bind(view))
    let wakes = 0
    let lost = 0
    const stop = browserWakeSource((isOffline) => {
      wakes += 1
      if (isOffline) lost += 1
    })
    const fire = () => {
      page.dispatchEvent(new Event('visibilitychange'))
      view.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
      view.dispatchEvent(new Event('online'))
      view.dispatchEvent(new Event('offline'))
    }
    fire()
    expect([wakes, lost], 'only `offline` says that there is no network').toEqual([4, 1])
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    view.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
    expect(wakes).toBe(4)
    stop()
    page.visibilityState = 'visible'
    fire()
    expect(wakes).toBe(4)
  })

  it('[CONN-5] never wakes where there is no page', () => {
    expect(() => browserWakeSource(() => {})()).not.toThrow()
  })
})
