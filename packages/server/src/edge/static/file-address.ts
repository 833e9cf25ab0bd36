import nodePath, { type PlatformPath } from 'node:path'

/** The path of a file below `root` as an address names it: with `/`, whatever the system writes. */
export function fileAddress(root: string, file: string, path: PlatformPath = nodePath): string {
  return `/${path.relative(root, file).split(path.sep).join('/')}`
}
