import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MODULES } from './generate.mjs'
import { inRoot } from './lib/paths.mjs'

describe('modules generated from the schemas', () => {
  for (const [path, make] of Object.entries(MODULES)) {
    test(`${path} is what its sources give`, async () => {
      expect(readFileSync(inRoot(path), 'utf8'), 'run: npm run generate').toBe(await make())
    })
  }
})
