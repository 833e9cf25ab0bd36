import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes the data folder and its parents, one by one, readable for this user alone. The `recursive` option of Node never returns where an existing
 * folder does not accept folders, such as `/proc`.
 */
export function makeDataFolder(folder: string): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeDataFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
