import { createHmac, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signClaims, verifiedClaims } from './signed-claims.ts'

/** The example of RFC 7515, appendix A.1. */
const RFC_KEY = createSecretKey('AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow', 'base64url')
const RFC_TOKEN =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

const KEY = createSecretKey('a-secret-of-thirty-two-bytes-or-more', 'utf8')
const CLAIMS = { sub: 'g-1', name: '小明' }
/** A token of an earlier version, which a library signed. */
const EARLIER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJnLTEiLCJuYW1lIjoi5bCP5piOIn0.-7ZLKlljChWOGJN5BXNYidwA2IdYvAH3zzXZKc7R3fk'

function tokenWith(header: unknown): string {
  const signed = [header, CLAIMS].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`
}

describe('a signed token', () => {
  it('is that of RFC 7515', () => {
    expect(verifiedClaims(RFC_TOKEN, RFC_KEY)).toEqual({ iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true })
  })

  it('is the same as an earlier version signed', () => {
    expect(signClaims(CLAIMS, KEY)).toBe(EARLIER)
    expect(verifiedClaims(EARLIER, KEY)).toEqual(CLAIMS)
  })

  it('with any other character at its end is refused', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='
    const spelt = alphabet.split('').map((last) => EARLIER.slice(0, -1) + last)
    expect(spelt.filter((token) => verifiedClaims(token, KEY) !== null)).toEqual([EARLIER])
  })

  it.each([{ alg: 'HS512' }, { alg: 'none' }, { alg: 'HS256', crit: ['exp'] }, {}, null, 'HS256'])(
    'with the header %j is refused',
    (header) => {
      expect(verifiedClaims(tokenWith(header), KEY)).toBeNull()
    },
  )

  it('with more fields in its header is accepted', () => {
    expect(verifiedClaims(tokenWith({ alg: 'HS256', typ: 'JWT' }), KEY)).toEqual(CLAIMS)
  })
})
