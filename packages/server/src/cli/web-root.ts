import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the built pages are: in the repository and the image beside the packages, in an installed package within it. */
export function webRoot(): string {
  const app = new URL('../../../../apps/web/', import.meta.url)
  return fileURLToPath(existsSync(app) ? new URL('dist', app) : new URL('../../web', import.meta.url))
}
