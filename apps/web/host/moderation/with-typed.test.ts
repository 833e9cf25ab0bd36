import { describe, expect, it } from 'vitest'
import { withTyped } from './with-typed.ts'

const filter = {
  word: 'hold',
  link: 'hold',
  phone: 'hold',
  repeat: 'off',
  builtInWords: true,
  words: ['one'],
  exceptions: ['Ann'],
} as const
const settings = { ...filter, words: [...filter.words], exceptions: [...filter.exceptions] }

describe('[H6] words that were typed and not added when the rules are closed', () => {
  it('are added to their lists, all in one change', () => {
    expect(withTyped(settings, { words: 'two, three', exceptions: '小雨' })).toEqual({
      ...settings,
      words: ['one', 'two', 'three'],
      exceptions: ['Ann', '小雨'],
    })
  })

  it('change nothing where nothing is typed, or nothing new', () => {
    expect(withTyped(settings, {})).toBeNull()
    expect(withTyped(settings, { words: ' one ', exceptions: '\n' })).toBeNull()
  })

  it('that cannot be added leave their list as it is, and the others go on', () => {
    expect(withTyped(settings, { words: 'x'.repeat(200), refusedWords: 'bad' })).toEqual({ ...settings, refusedWords: ['bad'] })
  })
})
