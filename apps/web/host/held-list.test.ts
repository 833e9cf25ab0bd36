import { describe, expect, it } from 'vitest'
import { holdList } from './held-list.ts'

const items = (...ids: string[]) => ids.map((id) => ({ id }))

describe('[H2] nothing moves under the pointer', () => {
  it('what is new waits while the list is held', () => {
    expect(holdList(items('c', 'b', 'a'), new Set(['a', 'b']), true)).toEqual({ shown: items('b', 'a'), waiting: 1 })
    expect(holdList(items('c', 'b', 'a'), new Set(['a', 'b']), false)).toEqual({ shown: items('c', 'b', 'a'), waiting: 0 })
  })

  it('what was removed goes all the same', () => {
    expect(holdList(items('b'), new Set(['a', 'b']), true).shown).toEqual(items('b'))
  })

  it('a list whose messages have all left is let go', () => {
    expect(holdList(items('d', 'c'), new Set(['a', 'b']), true)).toEqual({ shown: items('d', 'c'), waiting: 0 })
  })
})
