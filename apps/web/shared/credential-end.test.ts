import { expect, it } from 'vitest'
import { credentialEnd } from './credential-end.ts'

const tokenOf = (claims: object) => `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

it('the end of a credential is read from it, whatever script its name is in', () => {
  for (const name of ['Host', '主持人 🎉', 'Zoë?~']) {
    expect(credentialEnd(tokenOf({ name, exp: 1_795_600_000 }))?.toISOString()).toBe('2026-11-25T09:46:40.000Z')
  }
})

it.each([
  ['without an end', tokenOf({ name: 'Host' })],
  ['with an end in words', tokenOf({ exp: 'never' })],
  ['of another form', 'secret'],
  ['that is empty', ''],
])('of a credential %s nothing is said', (_, token) => {
  expect(credentialEnd(token)).toBeNull()
})
