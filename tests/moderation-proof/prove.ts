import { aSession } from '@guestwall/protocol/testing'
import type { Store } from '@guestwall/server'
import { AT_ONCE, check, type Violation, WITHIN_A_SECOND } from './checker.ts'
import { describeRecord, type HistoryRecord } from './history.ts'
import { planOf, type Step } from './plan.ts'
import { runHistory } from './run-history.ts'
import { type Fault, VirtualStage } from './virtual-stage.ts'

const STEPS = 16
/** Runs that look for a shorter history that fails too. */
const MOST_RUNS = 150

export interface Proof {
  readonly history: readonly HistoryRecord[]
  readonly violations: readonly Violation[]
}

/** Half of the histories have one server, where an act holds at once; the others have two. */
export const serversOf = (seed: number) => 1 + (seed % 2)
export const stepsOf = (seed: number) => planOf(seed, serversOf(seed), STEPS)

let sessions = 0

/** Runs the steps in virtual time on servers over the store, in a session of their own. */
export async function prove(seed: number, steps: readonly Step[], store: Store, fault: Fault = {}): Promise<Proof> {
  sessions += 1
  const session = aSession({ id: `proof-${sessions}`, code: `P${sessions}` })
  await store.createSession({ session, epoch: `epoch-${sessions}` })
  const stage = new VirtualStage(store, session, seed, serversOf(seed), fault)
  try {
    const history = await runHistory(stage, session, steps)
    return { history, violations: check(history, serversOf(seed) === 1 ? AT_ONCE : WITHIN_A_SECOND) }
  } finally {
    stage.end()
  }
}

/** Leaves out steps as long as the history fails by the same rule, and tells what is left. */
export async function shrink(seed: number, rule: string, open: () => Store, fault: () => Fault = () => ({})): Promise<string> {
  let steps = stepsOf(seed)
  let failed: Proof | null = null
  let runs = 0
  for (let at = 0; at < steps.length && runs < MOST_RUNS; ) {
    const fewer = steps.toSpliced(at, 1)
    runs += 1
    const proof = await prove(seed, fewer, open(), fault())
    if (proof.violations.some((violation) => violation.rule === rule)) [steps, failed] = [fewer, proof]
    else at += 1
  }
  const told = failed ?? (await prove(seed, steps, open(), fault()))
  return [
    `seed ${seed} (again: PROOF_SEED=${seed}), ${steps.length} steps are left:`,
    ...steps.map((step) => `  ${JSON.stringify(step)}`),
    'violations:',
    ...told.violations.slice(0, 5).map(({ rule: broken, what }) => `  [${broken}] ${what}`),
    'history:',
    ...told.history.map((record) => `  ${describeRecord(record)}`),
  ].join('\n')
}
