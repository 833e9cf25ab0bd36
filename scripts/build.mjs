import { build } from './lib/build.mjs'
import { helpAsked } from './lib/help.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'

/** `npm run build`: packages and web pages, as far as they are out of date. */
helpAsked('npm run build\n\nBuilds the packages and the pages, as far as they are out of date.')
requireNode()
await ensureModules()
process.exitCode = (await build()) ? 0 : 1
