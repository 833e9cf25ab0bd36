import { afterEach, expect, test, vi } from 'vitest'
import { forgetFrozen, keepFrozen, recallFrozen } from './frozen-picture.ts'

function tab() {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return kept
}
afterEach(() => vi.unstubAllGlobals())

const picture = { sessionId: 's1', frozenAt: 7, ids: ['m1'], value: { total: 3 } }

test('[SCREEN-5] a tab that is loaded again finds the picture of this freeze, and of no other one', () => {
  tab()
  keepFrozen(picture)
  expect([recallFrozen('s1', 7), recallFrozen('s1', 8), recallFrozen('s2', 7)]).toEqual([picture, null, null])
  forgetFrozen()
  expect(recallFrozen('s1', 7)).toBeNull()
})

test('[SCREEN-5] a browser that stores nothing, or something else, has no picture of before', () => {
  const kept = tab()
  kept.set('guestwall:frozen', '{')
  expect(recallFrozen('s1', 7)).toBeNull()
  vi.stubGlobal('sessionStorage', undefined)
  keepFrozen(picture)
  forgetFrozen()
  expect(recallFrozen('s1', 7)).toBeNull()
})
