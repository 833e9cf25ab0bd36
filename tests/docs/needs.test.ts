import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../scripts/lib/paths.mjs'

/** Values of these modules open ports, start programs or control a browser. Types of them do nothing. */
const NEEDS_MORE = /^import (?!type )[^']*?from '(?:node:(?:net|http|https|child_process|cluster)|ws|pg|ioredis|playwright-core)'/m

test('a test beside its code opens no port, starts no program and uses no server', () => {
  const found = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.test\.tsx?$/.test(path) && !/\.pg\.test\.ts$|(^|[\\/])(node_modules|dist|test)[\\/]/.test(path))
      .filter((path) => NEEDS_MORE.test(readFileSync(join(ROOT, folder, path), 'utf8'))),
  )
  expect(found).toEqual([])
})
