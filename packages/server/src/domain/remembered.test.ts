import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('a text that comes again is not judged again, also where the result is false or absent, until there are too many', () => {
  const judged: string[] = []
  const results: Record<string, boolean | undefined> = { a: true, b: false }
  const judge = remembered((text) => {
    judged.push(text)
    return results[text]
  }, 3)
  expect(['a', 'b', 'c', 'a', 'b', 'c'].map(judge)).toEqual([true, false, undefined, true, false, undefined])
  expect(judged).toEqual(['a', 'b', 'c'])
  judge('d')
  judge('a')
  expect(judged).toEqual(['a', 'b', 'c', 'd', 'a'])
})
