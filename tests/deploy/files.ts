import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The text of a file below the repository's root. */
export function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
}

/** Without what stands behind `#`, so that a comment is not taken for a setting. */
export function settingsOf(yaml: string): string {
  return yaml.replace(/^\s*#.*$/gm, '').replace(/\s#\s.*$/gm, '')
}
