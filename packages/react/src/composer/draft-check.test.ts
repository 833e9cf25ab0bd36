import { describe, expect, it } from 'vitest'
import { checkDraft } from './draft-check.ts'

describe('[G3] the counter', () => {
  it('counts what people see: a family is one', () => {
    expect(checkDraft('👨‍👩‍👧‍👦囍é').count).toBe(3)
  })

  it('spaces at the ends cost nothing', () => {
    expect(checkDraft('  好  ').count).toBe(1)
  })

  it('280 fit, 281 are one too many', () => {
    expect(checkDraft('好'.repeat(280))).toMatchObject({ over: 0, problem: null })
    expect(checkDraft('好'.repeat(281))).toMatchObject({ over: 1, problem: 'too_long' })
  })

  it('nothing visible cannot be sent', () => {
    expect(checkDraft(' \u200B\n ').problem).toBe('empty_content')
  })
})
