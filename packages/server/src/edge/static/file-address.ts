import nodePath, { type PlatformPath } from 'node:path'

/** The URL path of a file below `root`: with `/` on every system. */
export function fileAddress(root: string, file: string, path: PlatformPath = nodePath): string {
  return `/${path.relative(root, file).split(path.sep).join('/')}`
}
