import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes the data folder and those above it, one by one, for this user alone. Node's own `recursive` never comes to an end where a folder that
 * is there takes no folders, as `/proc` does.
 */
export function makeDataFolder(folder: string): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeDataFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
