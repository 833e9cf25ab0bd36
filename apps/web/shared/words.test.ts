import { messagesEn, messagesZhCN } from '@guestwall/react'
import { describe, expect, it } from 'vitest'
import { GUEST_WORDS } from '../guest/words.ts'
import { HOST_VOTE_WORDS } from '../host/vote-words.ts'
import { HOST_WORDS } from '../host/words.ts'
import { WALL_WORDS } from '../wall/words.ts'

type Leaf = readonly [path: string, text: string]

/** Every text of a dictionary; a text with a number in it is asked for 1 and 12. */
function leaves(words: unknown, path = ''): Leaf[] {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words === 'function')
    return [1, 12].flatMap((count) => leaves((words as (count: number) => unknown)(count), `${path}(${count})`))
  return Object.entries(words as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`))
}

const DICTIONARIES = {
  guest: GUEST_WORDS,
  wall: WALL_WORDS,
  host: HOST_WORDS,
  'host, votes': HOST_VOTE_WORDS,
  components: {
    'zh-CN': { ...messagesZhCN, stream: { ...messagesZhCN.stream, reason: '' } },
    en: { ...messagesEn, stream: { ...messagesEn.stream, reason: '' } },
  },
} as const

/** What is the same in both, or is meant to be empty. */
const EXEMPT = /reason$|writingAs\.after$|titleExample$|subtitleExample$/

describe.each(Object.entries(DICTIONARIES))('the words of %s', (_name, dictionary) => {
  it('are all there in both languages', () => {
    const paths = (language: 'zh-CN' | 'en') => leaves(dictionary[language]).map(([path]) => path)
    expect(paths('en')).toEqual(paths('zh-CN'))
  })

  it('are Chinese in Chinese and not in English', () => {
    const han = /\p{Script=Han}/u
    const isNumber = (text: string) => /^\d+$/.test(text)
    for (const [path, text] of leaves(dictionary['zh-CN'])) if (!EXEMPT.test(path) && !isNumber(text)) expect(text, path).toMatch(han)
    for (const [path, text] of leaves(dictionary.en)) {
      if (EXEMPT.test(path) || isNumber(text)) continue
      expect(text.replace('囍', ''), path).not.toMatch(han)
      expect(text, path).not.toBe('')
    }
  })
})
