import { aSession } from '@guestwall/protocol/testing'
import { AT_ONCE, check, type Violation, WITHIN_A_SECOND } from './checker.ts'
import { describeRecord, type HistoryRecord } from './history.ts'
import { planOf, type Scene, type Step } from './plan.ts'
import { runHistory } from './run-history.ts'
import { type Fault, type Ground, VirtualStage } from './virtual-stage.ts'

const STEPS = 16
/** Runs that look for a shorter history that fails too. */
const MOST_RUNS = 150

export interface Proof {
  readonly history: readonly HistoryRecord[]
  readonly violations: readonly Violation[]
}

/** Without Redis half of the histories have one server, where an act holds at once, and the others two; over Redis there are three. */
export const sceneOf = (seed: number, hasRedis: boolean): Scene => ({ servers: hasRedis ? 3 : 1 + (seed % 2), hasRedis })
export const stepsOf = (seed: number, hasRedis = false): Step[] => planOf(seed, sceneOf(seed, hasRedis), STEPS)

let sessions = 0

/** Runs the steps in virtual time on servers over the store, in a session of their own. */
export async function prove(seed: number, steps: readonly Step[], ground: Ground, fault: Fault = {}): Promise<Proof> {
  sessions += 1
  const session = aSession({ id: `proof-${sessions}`, code: `P${sessions}`, privateWishes: true })
  await ground.store.createSession({ session, epoch: `epoch-${sessions}` })
  const { servers } = sceneOf(seed, ground.redis !== undefined)
  const stage = await VirtualStage.open(ground, session, seed, servers, fault)
  try {
    const history = await runHistory(stage, session, steps)
    return { history, violations: check(history, servers === 1 ? AT_ONCE : WITHIN_A_SECOND) }
  } finally {
    await stage.end()
  }
}

/** Leaves out steps as long as the history fails by the same rule, and tells what is left. */
export async function shrink(seed: number, rule: string, open: () => Ground, fault: () => Fault = () => ({})): Promise<string> {
  let steps = stepsOf(seed, open().redis !== undefined)
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
