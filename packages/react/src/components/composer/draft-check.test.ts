import { describe, expect, it } from 'vitest'
import { checkDraft } from './draft-check.ts'

describe('[G3] the counter of characters', () => {
  it('counts a grapheme as one: a family is one', () => {
    expect(checkDraft('👨‍👩‍👧‍👦囍é').count).toBe(3)
  })

  it('does not count spaces at the ends', () => {
    expect(checkDraft('  好  ').count).toBe(1)
  })

  it('accepts 280 and refuses 281', () => {
    expect(checkDraft('好'.repeat(280))).toMatchObject({ over: 0, problem: null })
    expect(checkDraft('好'.repeat(281))).toMatchObject({ over: 1, problem: 'too_long' })
  })

  it('counts bytes and code points where these refuse first: fewer characters of many parts fit', () => {
    const family = '👨‍👩‍👧‍👦'
    const heavy = checkDraft(family.repeat(170))
    expect(heavy).toMatchObject({ count: 170, limit: 160, over: 10, isHeavy: true, problem: 'too_long' })
    expect(checkDraft(family.repeat(heavy.limit))).toMatchObject({ over: 0, problem: null })
    // A letter with four marks takes few bytes and five code points.
    const marked = checkDraft(`${'e\u0332\u0333\u0332\u0333'.repeat(240)}`)
    expect(marked).toMatchObject({ count: 240, limit: 224, over: 16, isHeavy: true })
    expect(checkDraft('好'.repeat(300))).toMatchObject({ limit: 280, over: 20, isHeavy: false })
  })

  it('a text that shows nothing cannot be sent', () => {
    expect(checkDraft(' \u200B\n ').problem).toBe('empty_content')
  })
})
