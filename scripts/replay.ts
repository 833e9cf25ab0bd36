import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Replay, replay, type ReplayedStep } from '@guestwall/client/replay'

/**
 * `npm run replay -- FILE`: replays a trace (`onTrace`, one entry a line) and prints each input with its effects. Ends with an error where the
 * effects are not the recorded ones. `--quiet` prints only those steps and the end.
 */

/** More of an input or an effect does not help to read a trace. */
const MAX_TEXT = 160

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quiet: { type: 'boolean', default: false } } })
const [file] = positionals
if (file === undefined) fail('Which trace? npm run replay -- FILE [--quiet]')
else report(file, read(file))

function read(path: string): Replay | null {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    return replay(lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>))
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
    return null
  }
}

function report(path: string, result: Replay | null): void {
  if (result === null) return
  const startMs = result.steps[0]?.env.nowMs ?? 0
  for (const step of result.steps) if (!values.quiet || step.recorded !== null) print(describe(step, startMs))
  const { state, closedReason, waitingToSend, position } = result.snapshot
  const log = position === null ? 'nothing read' : `read up to event ${position.lastEventId}`
  print(`${path}: ${result.steps.length} steps. The client is ${closedReason ?? state}; ${log}; ${waitingToSend} waiting to be sent.`)
  const others = result.steps.filter(({ recorded }) => recorded !== null).length
  if (others > 0) fail(`${others} steps have other effects than recorded.`)
}

function describe({ input, env, effects, recorded, isIgnored, state }: ReplayedStep, startMs: number): string {
  const head = `${((env.nowMs - startMs) / 1_000).toFixed(3).padStart(9)} s  ${text(input)}${isIgnored ? '  (does not apply)' : ''}`
  const lines = [head, ...effects.map((effect) => `             -> ${text(effect)}`), `             = ${state.connection.kind}`]
  if (recorded !== null) lines.push('             recorded were:', ...recorded.map((effect) => `             !! ${text(effect)}`))
  return lines.join('\n')
}

/** `type`, then the rest. */
function text({ type, ...rest }: { readonly type: string }): string {
  const json = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`
  return type + (json.length > MAX_TEXT ? `${json.slice(0, MAX_TEXT)}…` : json)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}
