import { prepareName } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from './catalogs.ts'
import { checkName } from './name-rules.ts'
import { nameParts, suggestName } from './name-suggestion.ts'

describe('[G1] a guest’s name', () => {
  it.each(LANGUAGES)('every suggestion in %s is a name that may be used', (language) => {
    const { first, second } = nameParts(language)
    for (let one = 0; one < first.length; one += 1) {
      for (let two = 0; two < second.length; two += 1) {
        const picks = [(one + 0.5) / first.length, (two + 0.5) / second.length]
        const name = suggestName(language, () => picks.shift() ?? 0)
        expect(checkName(name), name).toEqual({ ok: true, name })
        expect(prepareName(name).ok).toBe(true)
      }
    }
  })

  it('has 2 to 20 characters as people count them', () => {
    expect(checkName('我')).toMatchObject({ problem: 'name_short' })
    expect(checkName('👨‍👩‍👧‍👦 ')).toMatchObject({ problem: 'name_short' })
    expect(checkName('好'.repeat(20)).ok).toBe(true)
    expect(checkName('好'.repeat(21))).toMatchObject({ problem: 'name_long' })
  })

  it('is one visible line', () => {
    expect(checkName('  老  周 ')).toEqual({ ok: true, name: '老 周' })
    expect(checkName('\uE000\uE001')).toMatchObject({ problem: 'name_invalid' })
  })
})
