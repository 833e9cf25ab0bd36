import { parseCode } from '@guestwall/protocol'
import { expect, it } from 'vitest'
import { systemRandom } from './system.ts'

it('a new join code is one that people can type, and no word', () => {
  const codes = Array.from({ length: 2_000 }, () => systemRandom.code())
  for (const code of codes) {
    expect(parseCode(code)).toBe(code)
    expect(code).not.toMatch(/[AEIOUY]/)
  }
})
