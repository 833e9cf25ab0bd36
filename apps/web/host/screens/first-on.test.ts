import { expect, test } from 'vitest'
import type { HostActs } from '../host-acts.ts'
import { changeWord } from './change-word.ts'
import { type AnsweredChange, firstOn } from './first-on.ts'
import { screensMessages } from './messages.ts'

const ME = { id: 'me', name: '我' }
const LILY = { id: 'lily', name: '小雨' }
const acts: HostActs = [
  { target: 'screens', by: LILY, eventId: 7 },
  { target: 'screens', by: ME, eventId: 9 },
]
const answered = (version: number, sinceId = 6): AnsweredChange => ({
  change: { isPaused: true },
  press: { target: 'screens', sinceId },
  version,
})

test('[MOD-4] of two hosts who pause the screens, the second one is told who was first, also where the answer comes before the event', () => {
  expect(firstOn(answered(7), { acts, ownId: ME.id })).toEqual(LILY)
  expect(firstOn(answered(7), { acts: [], ownId: ME.id })).toBeNull()
  expect(firstOn(answered(9), { acts, ownId: ME.id })).toBeNull()
})

test('[MOD-4] a change that the host saw at the press was nobody’s before', () => {
  expect(firstOn(answered(7, 7), { acts, ownId: ME.id })).toBeNull()
  expect(firstOn(null, { acts, ownId: ME.id })).toBeNull()
})

test('what is true now is said in a word, in both languages', () => {
  const words = (language: string) =>
    [{ isPaused: true }, { isPaused: false }, { isBlank: true }, { spotlight: null }, { spotlight: 'm' }].map((change) =>
      changeWord(change, screensMessages(language)),
    )
  expect(words('en')).toEqual(['Paused', 'Going on', 'Blank', 'Visible', 'Enlarged'])
  expect(new Set(words('zh-CN')).size).toBe(5)
})
