import { ERROR_CODES, ERRORS } from '@guestwall/protocol'
import { expect, test } from 'vitest'
import { instructionOf, RequestError } from './request-error.ts'

test.each(ERROR_CODES)('the instruction that follows from the status of %s is the one in the table of errors', (code) => {
  const { status, retryable, instruction } = ERRORS[code]
  expect(instructionOf({ retryable }, status)).toBe(instruction)
})

test('without an answer of this server only a retry can help, or nothing', () => {
  expect([instructionOf({ retryable: true }, null), instructionOf({ retryable: false }, null)]).toEqual(['retry', 'stop'])
})

test('without a valid credential a guest joins again, and a host or an operator needs another one', () => {
  const refusal = { code: 'unauthorised', message: '', retryable: false }
  const instructions = [true, false].map((mayJoin) => new RequestError(refusal, 401, mayJoin).instruction)
  expect(instructions).toEqual(['rejoin', 'newCredential'])
})
