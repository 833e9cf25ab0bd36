import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  DEFAULT_FILTER_SETTINGS,
  FilterSettingsSchema,
  MAX_FILTER_WORD_GRAPHEMES,
  MAX_FILTER_WORDS,
  prepareFilterSettings,
  withBothLists,
} from './filter-settings.ts'

const isValid = (change: object) => v.is(FilterSettingsSchema, { ...DEFAULT_FILTER_SETTINGS, ...change })
const prepare = (words: string[]) => prepareFilterSettings({ ...DEFAULT_FILTER_SETTINGS, words })

test('the default settings are valid', () => {
  expect(isValid({})).toBe(true)
})

test('a list has at most 1,000 entries', () => {
  expect(isValid({ words: Array.from({ length: MAX_FILTER_WORDS }, () => 'w') })).toBe(true)
  expect(isValid({ words: Array.from({ length: MAX_FILTER_WORDS + 1 }, () => 'w') })).toBe(false)
  expect(isValid({ words: ['a'.repeat(10_000)] })).toBe(false)
  expect(isValid({ words: [''] })).toBe(false)
})

test('settings of an earlier version keep what their words did', () => {
  const { refusedWords: _, ...earlier } = { ...DEFAULT_FILTER_SETTINGS, words: ['w'] }
  expect(v.is(FilterSettingsSchema, earlier)).toBe(true)
  expect(withBothLists(earlier)).toEqual({ ...earlier, refusedWords: [] })
  expect(withBothLists({ ...earlier, word: 'refuse' })).toEqual({ ...earlier, word: 'refuse', words: [], refusedWords: ['w'] })
  const prepared = prepareFilterSettings(earlier)
  expect(prepared.ok && 'refusedWords' in prepared.settings).toBe(false)
})

test('a rule is off, holds or refuses', () => {
  expect(['off', 'hold', 'refuse'].every((word) => isValid({ word }))).toBe(true)
  expect(isValid({ link: 'delete' })).toBe(false)
})

test('entries are cleaned, and each stands once', () => {
  const prepared = prepare([' two  words ', 'two words', '汉'.repeat(MAX_FILTER_WORD_GRAPHEMES)])
  expect(prepared.ok && prepared.settings.words).toEqual(['two words', '汉'.repeat(MAX_FILTER_WORD_GRAPHEMES)])
})

test('an entry of more than 32 graphemes, or of nothing that is seen, is refused and named', () => {
  const long = '汉'.repeat(MAX_FILTER_WORD_GRAPHEMES + 1)
  expect(prepare(['fine', long])).toEqual({ ok: false, code: 'too_long', entry: long })
  expect(prepare(['\u200B'])).toEqual({ ok: false, code: 'empty_content', entry: '\u200B' })
})
