import { step } from '../core/client-core.ts'
import { type ClientState, initialState } from '../core/client-state.ts'
import type { ClientConfig } from '../core/config.ts'
import type { Effect } from '../core/effect.ts'
import type { Env, Input } from '../core/input.ts'
import { snapshotOf } from '../core/snapshot.ts'
import type { ClientSnapshot } from '../types.ts'
import type { EffectParts, EffectTable } from './effects.ts'
import { createListeners } from './listeners.ts'
import type { TraceLine } from './trace.ts'

/** Runs the core: takes inputs one after the other, carries out their effects, publishes the snapshot. */
export interface Runtime {
  /** Runs a step, or queues it while another one runs: there is no re-entrance. */
  dispatch(input: Input): void
  getSnapshot(): ClientSnapshot
  /** Calls after each change of the snapshot. Returns the unsubscribe. */
  subscribe(listener: () => void): () => void
}

export interface RuntimeParts {
  readonly config: ClientConfig
  readEnv(): Env
  createEffects(parts: Pick<EffectParts, 'dispatch' | 'getState' | 'afterPublish'>): EffectTable
  readonly trace: ((line: TraceLine) => void) | undefined
}

export function createRuntime({ config, readEnv, createEffects, trace }: RuntimeParts): Runtime {
  const listeners = createListeners<[]>()
  const inputs: Input[] = []
  let later: (() => void)[] = []
  let state: ClientState = initialState(config)
  let snapshot = snapshotOf(state, null)
  let isRunning = false
  const table = createEffects({ dispatch, getState: () => state, afterPublish: (work) => later.push(work) })

  function dispatch(input: Input): void {
    inputs.push(input)
    if (isRunning) return
    isRunning = true
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) run(next)
    } finally {
      isRunning = false
    }
    publish()
  }

  function run(input: Input): void {
    const env = readEnv()
    const { state: next, effects } = step(state, input, env)
    state = next
    trace?.({ input, env, effects })
    for (const effect of effects) (table[effect.type] as (effect: Effect) => unknown)(effect)
  }

  function publish(): void {
    const before = snapshot
    const works = later
    later = []
    snapshot = snapshotOf(state, before)
    if (snapshot !== before) listeners.emit()
    for (const work of works) work()
  }

  return { dispatch, getSnapshot: () => snapshot, subscribe: listeners.add }
}
