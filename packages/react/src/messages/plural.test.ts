import { describe, expect, it } from 'vitest'
import { pluralOf } from './plural.ts'

describe('a text with a number', () => {
  it('follows the plural rules of its language', () => {
    const polish = pluralOf('pl')
    const forms = { one: '# głos', few: '# głosy', many: '# głosów', other: '# głosu' }
    expect([1, 2, 5, 22, 25, 1.5].map((count) => polish(count, forms))).toEqual([
      '1 głos',
      '2 głosy',
      '5 głosów',
      '22 głosy',
      '25 głosów',
      '1.5 głosu',
    ])
  })

  it('falls back to `other` for a category without a form', () => {
    expect(pluralOf('en')(1, { other: '# people' })).toBe('1 people')
    expect(pluralOf('zh-CN')(1, { one: 'never', other: '# 人' })).toBe('1 人')
  })
})
