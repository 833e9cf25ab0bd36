import { createRequire } from 'node:module'

/** Where the library that decodes pictures stands, or why it cannot be used. */
export type FoundSharp = { readonly path: string } | { readonly missing: string }

/** `detect-libc` of the library chooses between the two at run time; npm installs the one that fits. */
const PLATFORMS = [`${process.platform}-${process.arch}`, `${process.platform}musl-${process.arch}`]

/**
 * Looks for the library and its binary without loading them: a server without photos needs neither. A binary that is there and does not load is
 * told by the first decoder.
 */
export function findSharp(resolve: (id: string) => string = createRequire(import.meta.url).resolve): FoundSharp {
  const path = resolved(resolve, 'sharp')
  if (path === null) return { missing: 'the package sharp is not installed' }
  const from = createRequire(path).resolve
  const hasBinary = PLATFORMS.some(
    (platform) => (resolved(from, `@img/sharp-${platform}/package`) ?? resolved(resolve, `@img/sharp-${platform}/package`)) !== null,
  )
  return hasBinary
    ? { path }
    : { missing: `sharp has no binary for ${process.platform} ${process.arch} here (was it installed without optional packages?)` }
}

function resolved(resolve: (id: string) => string, id: string): string | null {
  try {
    return resolve(id)
  } catch {
    return null
  }
}
