import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPERATOR_TOKEN } from './guestwall.ts'
import { post } from './http-calls.ts'
import type { ServerProcess } from './server-process.ts'

/** The name of the file, in a server's data folder, that says how far its date is from the machine's. */
const FILE = 'date-offset'

/** Loaded before the program: the date becomes what `setDate` says. Timers and `performance.now` stay, as with a real clock that is set. */
const SHIM = `
import { readFileSync } from 'node:fs'
const { now } = Date
let offsetMs = Number(process.env.DATE_OFFSET_MS ?? 0)
process.on('SIGUSR2', () => { offsetMs = Number(readFileSync(process.env.DATA_DIR + '/${FILE}', 'utf8')) })
globalThis.Date = class extends Date {
  constructor(...of) { if (of.length === 0) super(now() + offsetMs); else super(...of) }
  static now() { return now() + offsetMs }
}
`
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(SHIM)}`

/** The environment of a server process whose date can be set. */
export const SETTABLE_DATE = { NODE_OPTIONS }

/** The environment of a server process whose date is that far from the machine's. */
export function dateAhead(ms: number): Record<string, string> {
  return { NODE_OPTIONS, DATE_OFFSET_MS: String(ms) }
}

/** Sets the date of a server process, so far from the machine's own, and waits until it has taken it. */
export async function setDate(server: ServerProcess, aheadMs: number): Promise<void> {
  writeFileSync(join(server.directory, FILE), String(aheadMs))
  process.kill(server.pid, 'SIGUSR2')
  for (;;) {
    const { session } = await post<{ session: { createdAt: string } }>(
      `${server.url}/api/sessions`,
      { title: 'What time is it?' },
      OPERATOR_TOKEN,
    )
    const offMs = Date.parse(session.createdAt) - Date.now() - aheadMs
    if (Math.abs(offMs) < 30_000) return
  }
}
