import { fileURLToPath } from 'node:url'

/** What benchmarks compile and install, outside the workspaces: peers and tools are no dependencies of Guestwall. */
export const CACHE = fileURLToPath(new URL('../../.cache/bench', import.meta.url))
