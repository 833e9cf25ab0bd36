import { expect, test } from 'vitest'
import { findSharp } from './find-sharp.ts'

const only =
  (...found: string[]) =>
  (id: string) => {
    if (found.includes(id)) return '/nowhere/sharp/index.cjs'
    throw new Error(`no ${id}`)
  }

test('the library is found with the binary of this machine', () => expect(findSharp()).toHaveProperty('path'))

test('without the package, or without a binary for this machine, the reason is told', () => {
  expect(findSharp(only())).toEqual({ missing: 'the package sharp is not installed' })
  expect(findSharp(only('sharp'))).toEqual({ missing: expect.stringContaining(process.platform) })
})

test('the binary for the other libc counts, too: npm installs the one that fits', () => {
  const musl = `@img/sharp-${process.platform}musl-${process.arch}/package`
  expect(findSharp(only('sharp', musl))).toHaveProperty('path')
})
