import { parseArgs } from 'node:util'
import { inRoot } from '../lib/paths.mjs'

export const USAGE = `npm run dev -- [options]

Starts the server (restarted when its sources change), the pages (hot reload) and a demo session.

  --port N      port of the pages, by default PORT, or 5173 or the next free one
  --host ADDR   address that the pages listen on, by default HOST, or all, so that phones can open them
  --data DIR    where the database is kept; by default DATA_DIR, or a temporary folder, removed at the end
  --pages DIR   folder of the pages, by default apps/web
  --quiet       no demo: the session stays empty`

const DEFAULT_PORT = 5173

export interface DevOptions {
  readonly port: number
  readonly host: string
  /** `null`: a temporary folder. */
  readonly data: string | null
  readonly pages: string
  readonly hasDemo: boolean
}

/** Reads the command line, then the variables of the server; `null` where it asks for help. Throws with one sentence when an option is wrong. */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): DevOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      pages: { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return null
  const port = Number(values.port ?? environment['PORT'] ?? DEFAULT_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('--port and PORT are a number from 1 to 65535')
  return {
    port,
    host: values.host ?? environment['HOST'] ?? '0.0.0.0',
    data: values.data ?? environment['DATA_DIR'] ?? null,
    pages: values.pages ?? inRoot('apps/web'),
    hasDemo: values.quiet !== true,
  }
}
