import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiReport } from './api-report.mjs'
import { lintPackage } from './lint-package.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-package-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return join(folder, 'dist/index.d.ts')
}

describe('the report of an interface', () => {
  it('holds every export and the types that it refers to, and no comment', () => {
    const entry = write({
      'dist/index.d.ts': `export { open, type Door as Gate } from './door.ts'\nexport type * from './types.ts'`,
      'dist/door.d.ts': `import type { Size } from './size.ts'
/** A comment. */
export declare function open(door: Door): void
export interface Door {
  // Another.
  readonly size: Size
}
export declare const hidden: number`,
      'dist/size.d.ts': `export type Size = Width | 'large'\ntype Width = number\nexport type Other = string`,
      'dist/types.d.ts': `export type Name = string`,
    })
    expect(apiReport(entry)).toBe(`export interface Door {
  readonly size: Size
}

export type Name = string

export declare function open(door: Door): void

// Not exported; used by what is.

type Size = Width | 'large'

type Width = number
`)
  })

  it('gives the length of a long schema, and changes with each letter of it', () => {
    const schema = (last: string) => `export declare const Schema: v.ObjectSchema<{ ${'a: string; '.repeat(80)}${last}: string }>`
    const first = apiReport(write({ 'dist/index.d.ts': schema('b') }))
    expect(first).toMatch(/^export declare const Schema: v\.ObjectSchema<\{ … \d+ characters, [0-9a-f]{16}\n$/)
    expect(apiReport(write({ 'dist/index.d.ts': schema('c') }))).not.toBe(first)
  })
})

describe('the lint of a package', () => {
  const manifest = {
    name: 'some-package',
    version: '1.0.0',
    type: 'module',
    files: ['dist', 'src/**/*.css'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './style.css': './src/style.css' },
  }
  const sound = {
    'package.json': JSON.stringify(manifest),
    'dist/index.js': 'export const a = 1\n',
    'dist/index.d.ts': 'export declare const a: number\n',
    'src/style.css': '',
  }

  it('finds nothing in a package that is right', async () => {
    write(sound)
    expect(await lintPackage(folder)).toEqual([])
  })

  it('names an entry that is not packed', async () => {
    write({ ...sound, 'package.json': JSON.stringify({ ...manifest, files: ['dist'] }) })
    expect(await lintPackage(folder)).toEqual([expect.stringContaining('publint: pkg.exports["./style.css"]')])
  })

  it('names types that lead nowhere', async () => {
    write({ ...sound, 'dist/index.d.ts': "export * from './missing'\n" })
    expect(await lintPackage(folder)).toContainEqual(expect.stringContaining('attw: InternalResolutionError'))
  })
})
