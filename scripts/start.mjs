import { build } from './lib/build.mjs'
import { foreground } from './lib/foreground.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'

/** `npm start`: installs and builds what is missing, then is the server. Arguments go on to it. */
requireNode()
await ensureModules()
if (!(await build())) process.exit(1)

foreground(['--enable-source-maps', inRoot('packages/server/dist/main.js'), ...process.argv.slice(2)], {
  env: { ...process.env, DATA_DIR: process.env.DATA_DIR ?? inRoot('data') },
})
