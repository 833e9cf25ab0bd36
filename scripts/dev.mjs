import { foreground } from './lib/foreground.mjs'
import { ensureModules, requireNode } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'

/** `npm run dev`: installs what is missing, then runs the server, the pages and a demo session from their sources. */
requireNode()
await ensureModules()
foreground(['--import', 'tsx', '--conditions=guestwall:source', inRoot('scripts/dev/main.ts'), ...process.argv.slice(2)])
