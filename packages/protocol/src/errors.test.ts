import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { CLOSE, ERROR_CODES, ERRORS, ProblemSchema, refusal } from './errors.ts'
import { ErrorSchema } from './frames/server-frame.ts'

describe('the table of refusals', () => {
  for (const code of ERROR_CODES) {
    const { status, close, retryable, instruction, message } = ERRORS[code]

    it(`[SEND-4] ${code}: has an HTTP status, a close code of Wire v1 or none, an instruction and a sentence`, () => {
      expect(status).toSatisfy((value: number) => Number.isInteger(value) && value >= 400 && value <= 599)
      expect([null, ...Object.values(CLOSE)]).toContain(close)
      expect(['retry', 'fixInput', 'rejoin', 'stop']).toContain(instruction)
      expect(message).toMatch(/^[A-Z].+\.$/)
    })

    it(`[SEND-4] ${code}: trying again can help exactly when the instruction is to retry`, () => {
      expect(retryable).toBe(instruction === 'retry')
    })
  }

  it('names its codes in snake_case', () => {
    for (const code of ERROR_CODES) expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
  })

  it('[CONN-6] has a refusal for every close code but 1001, which follows a goodbye', () => {
    const used = new Set(ERROR_CODES.map((code) => ERRORS[code].close))
    expect(Object.values(CLOSE).filter((close) => !used.has(close as never))).toEqual([CLOSE.goingAway])
  })
})

describe('a refusal', () => {
  it('is complete from its code alone', () => {
    expect(refusal('key_reused')).toEqual({ code: 'key_reused', message: ERRORS.key_reused.message, retryable: false })
  })

  it('takes a sentence that knows more, and a wait in whole milliseconds', () => {
    expect(refusal('rate_limited', { detail: 'Slow mode is on.', retryAfterMs: 1200.2 })).toEqual({
      code: 'rate_limited',
      message: 'Slow mode is on.',
      retryable: true,
      retryAfterMs: 1201,
    })
  })

  it('fits the frame and the problem document, also with a code that this version does not know', () => {
    for (const code of [...ERROR_CODES, 'from_the_future']) {
      const known = { code, retryable: true, retryAfterMs: 5 }
      expect(v.is(ErrorSchema, { ...known, type: 'error', ref: 1, message: 'x' })).toBe(true)
      expect(v.is(ProblemSchema, { ...known, type: 'about:blank', title: 'x', status: 429 })).toBe(true)
    }
  })
})
