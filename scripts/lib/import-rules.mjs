import { pathToFileURL } from 'node:url'
import { inRoot, tool } from './paths.mjs'

/**
 * The command line that holds the rules of `.dependency-cruiser.mjs` over these folders of the folder in which it runs.
 * @param {readonly string[]} options
 * @param {readonly string[]} folders
 */
export function importRules(options, folders) {
  const { command, args } = tool('depcruise', ['--config', inRoot('.dependency-cruiser.mjs'), ...options, ...folders])
  return { command, args: ['--import', pathToFileURL(inRoot('scripts/lib/swc-tsx.mjs')).href, ...args] }
}
