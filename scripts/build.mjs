import { build } from './lib/build.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'

/** `npm run build`: packages and web pages, as far as they are out of date. */
requireNode()
await ensureModules()
process.exitCode = (await build()) ? 0 : 1
