import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { derivedSecret, keptSecret, UnusableSecret } from './secrets.ts'

const root = mkdtempSync(join(tmpdir(), 'guestwall-secrets-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'))
  file = join(folder, 'token-secret')
})

describe('a kept secret', () => {
  test('is made once, alone in its folder, and only its owner can read it', () => {
    const secret = keptSecret(folder, 'token-secret')
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(keptSecret(folder, 'token-secret')).toBe(secret)
    expect(readFileSync(file, 'utf8')).toBe(`${secret}\n`)
    expect(readdirSync(folder)).toEqual(['token-secret'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.each(['', '\n', 'cut off'])('is never empty or cut off: %j is refused, not signed with', (text) => {
    writeFileSync(file, text)
    expect(() => keptSecret(folder, 'token-secret')).toThrow(UnusableSecret)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('that others can read, as after a copy, is restricted to its owner', () => {
    const secret = keptSecret(folder, 'token-secret')
    chmodSync(file, 0o644)
    expect(keptSecret(folder, 'token-secret')).toBe(secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

test('a derived secret depends on its source and its purpose, and reveals neither', () => {
  expect(derivedSecret('source', 'one')).toBe(derivedSecret('source', 'one'))
  expect(derivedSecret('source', 'one')).not.toBe(derivedSecret('source', 'two'))
  expect(derivedSecret('other', 'one')).not.toBe(derivedSecret('source', 'one'))
})
