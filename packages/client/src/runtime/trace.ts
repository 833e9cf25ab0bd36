import type { ClientConfig } from '../core/config.ts'
import type { Effect } from '../core/effect.ts'
import type { Env, Input } from '../core/input.ts'
import type { TraceEntry } from '../types.ts'
import { callSafely } from './listeners.ts'

/** Changes when a trace of another version cannot be replayed. */
export const TRACE_VERSION = 1

/** One line of a trace. The first is the start; each other one is a step. All of it is JSON. */
export type TraceLine =
  | { readonly version: typeof TRACE_VERSION; readonly config: ClientConfig }
  | { readonly input: Input; readonly env: Env; readonly effects: readonly Effect[] }

/**
 * Passes entries on as plain JSON, without credentials: each becomes `token-1`, `token-2`, … wherever it stands. A token means nothing to
 * `step`, so that a replay does the same with these names.
 */
export function maskTokens(onTrace: (entry: TraceEntry) => void): (line: TraceLine) => void {
  const names = new Map<unknown, string>()
  const mask = (field: string, value: unknown) => {
    if ((field === 'token' || field === 'previous') && value && !names.has(value)) names.set(value, `token-${names.size + 1}`)
    return names.get(value) ?? value
  }
  return (line) => callSafely(() => onTrace(JSON.parse(JSON.stringify(line, mask)) as TraceEntry))
}
