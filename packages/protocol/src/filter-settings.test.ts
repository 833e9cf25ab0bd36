import * as v from 'valibot'
import { expect, test } from 'vitest'
import { DEFAULT_FILTER_SETTINGS, FilterSettingsSchema, MAX_FILTER_WORD_GRAPHEMES, MAX_FILTER_WORDS } from './filter-settings.ts'

const isValid = (change: object) => v.is(FilterSettingsSchema, { ...DEFAULT_FILTER_SETTINGS, ...change })

test('the default settings are valid', () => {
  expect(isValid({})).toBe(true)
})

test('a list has at most 1,000 entries of 64 graphemes', () => {
  expect(isValid({ words: Array.from({ length: MAX_FILTER_WORDS }, () => 'w') })).toBe(true)
  expect(isValid({ words: Array.from({ length: MAX_FILTER_WORDS + 1 }, () => 'w') })).toBe(false)
  expect(isValid({ exceptions: ['汉'.repeat(MAX_FILTER_WORD_GRAPHEMES)] })).toBe(true)
  expect(isValid({ exceptions: ['汉'.repeat(MAX_FILTER_WORD_GRAPHEMES + 1)] })).toBe(false)
  expect(isValid({ words: [`a${'\u0301'.repeat(1000)}`] })).toBe(false)
  expect(isValid({ words: [' '] })).toBe(false)
})

test('a rule is off, holds or refuses', () => {
  expect(['off', 'hold', 'refuse'].every((word) => isValid({ word }))).toBe(true)
  expect(isValid({ link: 'delete' })).toBe(false)
})
