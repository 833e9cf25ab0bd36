import { describe, expect, test } from 'vitest'
import { ERASED_HASH, isSameBody, keyedHash } from './same-body.ts'

describe('[SEND-1] the body of a key', () => {
  const one = keyedHash('secret', 'one')

  test('is compared by its hash, which reveals nothing without the servers’ key', () => {
    expect(isSameBody(one, keyedHash('secret', 'one'))).toBe(true)
    expect(isSameBody(one, keyedHash('secret', 'two'))).toBe(false)
    expect(isSameBody(one, keyedHash('another', 'one'))).toBe(false)
    expect(one).not.toContain('one')
  })

  test('is not compared once it is erased, or where an earlier version hashed it: the first result is returned', () => {
    expect(isSameBody(ERASED_HASH, one)).toBe(true)
    expect(isSameBody('Zm9vYmFyYmF6cXV4MTIzND', one)).toBe(true)
  })
})
