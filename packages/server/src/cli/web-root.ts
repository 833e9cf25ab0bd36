import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the built pages: beside the packages in the repository and the image, inside the package where it is installed. */
export function webRoot(): string {
  const app = new URL('../../../../apps/web/', import.meta.url)
  return fileURLToPath(existsSync(app) ? new URL('dist', app) : new URL('../../web', import.meta.url))
}
