import { describe, expect, it } from 'vitest'
import { keepSelection } from './keep-selection.ts'
import { shallowEqual } from './shallow-equal.ts'

describe('a selection of a snapshot', () => {
  it('is computed once for each snapshot', () => {
    let calls = 0
    const select = keepSelection((snapshot: { readonly n: number }) => {
      calls += 1
      return { double: snapshot.n * 2 }
    }, Object.is)
    const snapshot = { n: 1 }
    expect(select(snapshot)).toBe(select(snapshot))
    expect(calls).toBe(1)
  })

  it('keeps its identity while it is equal, and changes with its content', () => {
    const select = keepSelection(({ state }: { readonly state: string; readonly other: number }) => ({ state }), shallowEqual)
    const first = select({ state: 'connected', other: 1 })
    expect(select({ state: 'connected', other: 2 })).toBe(first)
    expect(select({ state: 'closed', other: 2 })).toEqual({ state: 'closed' })
  })

  it('is equal for the same values under the same keys only', () => {
    expect(shallowEqual({ a: 1, b: Number.NaN }, { b: Number.NaN, a: 1 })).toBe(true)
    expect(shallowEqual<Record<string, unknown>>({ a: undefined }, { b: undefined })).toBe(false)
    expect(shallowEqual<Record<string, unknown>>({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  })
})
