import { describe, expect, test } from 'vitest'
import { ACCOUNT_PATTERNS } from './accounts.ts'
import { LINK_PATTERNS } from './links.ts'
import { DIGITS_BETWEEN } from './masked-words.ts'
import { PHONE_ROW } from './phones.ts'
import { readText } from './read-text.ts'

describe('a pattern has no repetition without a bound, so that its work is linear', () => {
  test.each([...LINK_PATTERNS, ...ACCOUNT_PATTERNS, PHONE_ROW, DIGITS_BETWEEN].map(({ source }) => source))('%s', (source) => {
    const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'c')
    expect(bare).not.toMatch(/[*+]|\{\d*,\}/)
  })
})

test.each(['a', '傻', '庄', '㏂', 'f\u0336', '👨‍👩‍👧', 'cao ', 'l1'])(
  'the rows that a text of %s is read into are at most six times its length',
  (unit) => {
    const text = unit.repeat(2000)
    const { glyphs, symbols, sounds } = readText(text)
    const rows = [glyphs.folded, glyphs.starts, symbols.codes, sounds().codes, sounds().units.symbol].map(({ length }) => length)
    expect(Math.max(...rows)).toBeLessThanOrEqual(6 * text.length)
  },
)
