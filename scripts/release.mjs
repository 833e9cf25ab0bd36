import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { npm } from './lib/paths.mjs'
import { run } from './lib/run.mjs'

/**
 * The steps of a release, over the tool changesets. Not every installation needs it: npm brings it when it is used.
 * `change` writes a changeset, `version` raises versions and writes change logs, `publish` publishes what the registry does not have.
 */
const CHANGESETS = '@changesets/cli@2.31.1'

/** @param {string[]} args */
const changesets = (args) => npm(['exec', '--yes', `--package=${CHANGESETS}`, '--', 'changeset', ...args])
const STEPS = {
  change: () => [changesets(['add'])],
  // The versions stand in the lock file, too.
  version: () => [changesets(['version']), npm(['install', '--package-lock-only', '--ignore-scripts'])],
  publish: () => [changesets(['publish'])],
}

const [name = ''] = process.argv.slice(2)
helpAsked('npm run changeset | npm run release:version | npm run release:publish', name !== '' && !(name in STEPS))
requireNode()
await ensureModules()
for (const { command, args } of STEPS[/** @type {keyof typeof STEPS} */ (name)]()) {
  if (!(await run(command, args, { show: true, keyboard: name === 'change' })).ok) process.exit(1)
}
