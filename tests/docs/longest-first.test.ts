import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LONGEST } from '../setup/longest-first.ts'

test('each file that begins first is there', () => {
  const root = new URL('../../', import.meta.url)
  expect(LONGEST.filter((path) => !existsSync(fileURLToPath(new URL(path, root))))).toEqual([])
})
