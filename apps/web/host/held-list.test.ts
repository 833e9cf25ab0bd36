import { describe, expect, it } from 'vitest'
import { holdList } from './held-list.ts'

const items = (...ids: string[]) => ids.map((id) => ({ id }))

describe('[H2] a list that the host points at does not move', () => {
  it('new messages wait while the list is held', () => {
    expect(holdList(items('c', 'b', 'a'), new Set(['a', 'b']), true)).toEqual({ shown: items('b', 'a'), waiting: 1 })
    expect(holdList(items('c', 'b', 'a'), new Set(['a', 'b']), false)).toEqual({ shown: items('c', 'b', 'a'), waiting: 0 })
  })

  it('removed messages leave a held list at once', () => {
    expect(holdList(items('b'), new Set(['a', 'b']), true).shown).toEqual(items('b'))
  })

  it('a held list without messages is released', () => {
    expect(holdList(items('d', 'c'), new Set(['a', 'b']), true)).toEqual({ shown: items('d', 'c'), waiting: 0 })
  })
})
