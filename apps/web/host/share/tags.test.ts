import { expect, test } from 'vitest'
import { isTableNumber, MOST_TAGS, parseTags, tableLink } from './tags.ts'

test('the tags of tables are numbers, ranges and names, each once and in order', () => {
  expect(parseTags('1-4, 7、主桌， VIP  table ;3')).toEqual(['1', '2', '3', '4', '7', '主桌', 'VIP table'])
  expect(parseTags('9–11\n12')).toEqual(['9', '10', '11', '12'])
  expect(parseTags(' , ，')).toEqual([])
  expect(parseTags('8-5')).toEqual([])
})

test('one print has a bounded number of cards, and no tag that the server would not take', () => {
  expect(parseTags('1-9999')).toHaveLength(MOST_TAGS)
  expect(parseTags(`ok, ${'long'.repeat(6)}`)).toEqual(['ok'])
})

test('a number is a table; a name is not, though it begins with one', () => {
  expect(['1', '120', '3号桌', '主桌', '12345'].map(isTableNumber)).toEqual([true, true, false, false, false])
})

test('the address of a card carries the tag, whatever its letters are', () => {
  const link = tableLink('http://192.168.1.23:8787/K7M2QX', '主桌 & 亲友')
  expect(new URL(link).searchParams.get('t')).toBe('主桌 & 亲友')
  expect(new URL(link).pathname).toBe('/K7M2QX')
})
