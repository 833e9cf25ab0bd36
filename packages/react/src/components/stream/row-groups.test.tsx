import fc from 'fast-check'
import { isValidElement, type ReactElement, type ReactNode } from 'react'
import { describe, expect, test } from 'vitest'
import { GROUP_ROWS, groupsOf, rowGroups } from './row-groups.tsx'

const keysOf = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `m${from + at}`)
const rowsOf = (keys: readonly string[]): ReactElement[] => keys.map((key) => <li key={key} />)
const keysIn = (groups: readonly ReactElement[]) =>
  groups.flatMap((group) => (group.props as { children: ReactNode[] }).children.filter(isValidElement).map(({ key }) => key))
const KEYS = fc.uniqueArray(
  fc.nat(200).map((each) => `m${each}`),
  { maxLength: 150, size: 'max' },
)

describe('the rows of a stream in groups', () => {
  test('a message at the end, hundreds of older ones at the beginning and a removed one change the groups that they stand in alone', () => {
    const group = rowGroups()
    const rows = new Map(rowsOf(keysOf(0, 700)).map((row) => [row.key ?? '', row]))
    const show = (keys: readonly string[]) => group(keys.map((key) => rows.get(key) as ReactElement))
    let before = show(keysOf(300, 600))
    const changed = (keys: readonly string[]) => {
      const known = before
      before = show(keys)
      return before.filter((each) => !known.includes(each))
    }
    expect(before).toHaveLength(Math.ceil(300 / GROUP_ROWS))
    expect(changed(keysOf(300, 601))).toHaveLength(1)
    expect(keysIn(changed(keysOf(0, 601)))).toEqual(keysOf(0, 300))
    expect(changed(keysOf(0, 601).filter((key) => key !== 'm400'))).toHaveLength(1)
    expect(keysIn(before)).toHaveLength(600)
  })

  test('rows that come before a row that waits at the end leave it in its group, however many they are', () => {
    let known = groupsOf(['first', 'own'], new Map())
    const place = known.get('own')
    for (let count = 1; count < 3 * GROUP_ROWS; count += 1) known = groupsOf(['first', ...keysOf(0, count), 'own'], known)
    expect(known.get('own')).toBe(place)
  })

  test('all rows are shown, in their order, each group once, and no row leaves its group while the order stays', () => {
    fc.assert(
      fc.property(fc.array(KEYS, { maxLength: 6 }), (lists) => {
        const group = rowGroups()
        for (const keys of lists) {
          const groups = group(rowsOf(keys))
          expect(keysIn(groups)).toEqual(keys)
          expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
        }
      }),
    )
    const sorted = KEYS.map((keys) => keys.sort())
    fc.assert(
      fc.property(fc.array(sorted, { maxLength: 6 }), (lists) => {
        let known: ReadonlyMap<string, number> = new Map()
        for (const keys of lists) {
          const next = groupsOf(keys, known)
          const stayed = keys.filter((key) => known.has(key))
          expect(stayed.map((key) => next.get(key))).toEqual(stayed.map((key) => known.get(key)))
          known = next
        }
      }),
    )
  })
})
