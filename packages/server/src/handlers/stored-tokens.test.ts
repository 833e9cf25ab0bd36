import { expect, test } from 'vitest'
import { StoredTokens } from './stored-tokens.ts'

const [ours, others] = [new StoredTokens('a secret'), new StoredTokens('another secret')]

test('[CRED-1] a token has 22 characters, and only a hash that needs the secret is stored: the token does not follow from it', () => {
  const token = ours.tokenOf('s', 'c')
  const hash = ours.hashOf(token)
  expect(StoredTokens.hasForm(token)).toBe(true)
  expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(hash).not.toContain(token)
  expect(others.hashOf(token)).not.toBe(hash)
  expect(others.tokenOf('s', 'c')).not.toBe(token)
})

test('[SEND-1] the same command gets the same credential and token, and no other session or host does', () => {
  expect(ours.idOf('s', 'host', 'key')).toBe(ours.idOf('s', 'host', 'key'))
  const ids = [ours.idOf('s', 'host', 'key'), ours.idOf('t', 'host', 'key'), ours.idOf('s', 'other', 'key')]
  expect(new Set([...ids, ...ids.map((id) => ours.tokenOf('s', id))]).size).toBe(6)
})
