import { step } from './core/client-core.ts'
import { type ClientState, initialState } from './core/client-state.ts'
import type { Effect } from './core/effect.ts'
import type { Env, Input } from './core/input.ts'
import { snapshotOf } from './core/snapshot.ts'
import { TRACE_VERSION, type TraceLine } from './runtime/trace.ts'
import type { ClientSnapshot, TraceEntry } from './types.ts'

/** One step of a replay. */
export interface ReplayedStep {
  readonly input: Input
  readonly env: Env
  readonly effects: readonly Effect[]
  /** The recorded effects, where they are others: the code is not the one that wrote the trace. */
  readonly recorded: readonly Effect[] | null
  /** The input did not apply: neither the state nor the world changed. */
  readonly isIgnored: boolean
  readonly state: ClientState
}

/** The result of a replay. */
export interface Replay {
  readonly steps: readonly ReplayedStep[]
  /** The snapshot after the last step. */
  readonly snapshot: ClientSnapshot
}

/** Runs the inputs of a trace through the core again. Pure: no socket, no timer, no storage. Throws where it is no trace of this version. */
export function replay(trace: readonly TraceEntry[]): Replay {
  const [start, ...lines] = trace as readonly TraceLine[]
  if (start === undefined || !('version' in start) || start.version !== TRACE_VERSION) {
    throw new Error(`The trace is not of version ${TRACE_VERSION}: its first line must name it.`)
  }
  let state = initialState(start.config)
  const steps = lines.map((line, index): ReplayedStep => {
    if (!('input' in line)) throw new Error(`Line ${index + 2} of the trace is no step.`)
    const { input, env, effects: recorded } = line
    const before = state
    const next = step(before, input, env)
    state = next.state
    const isSame = JSON.stringify(next.effects) === JSON.stringify(recorded)
    const isIgnored = state === before && next.effects.length === 0
    return { input, env, effects: next.effects, recorded: isSame ? null : recorded, isIgnored, state }
  })
  return { steps, snapshot: snapshotOf(state, null) }
}
