import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from '@guestwall/client/replay'
import { describe, expect, it } from 'vitest'
import { KEPT_SEEDS } from './kept-seeds.ts'
import { keepTraces, replayClient } from './kept-traces.ts'
import { type Run, simulate } from './simulation.ts'

/** The same seeds on every machine, however fast it is. More are asked for by `SIMULATION_SEEDS=n`. */
const USUAL_SEEDS = 500
const TEST_LIMIT_MS = 3_600_000
/** Where the traces of failed runs are kept. */
const TRACES = '.cache/simulation'
/** Lines of the trace before and after a violation. */
const WINDOW = 40
/** Of enough runs to tell. */
const MOST_VOID = 0.2
const ENOUGH_RUNS = 100

const { SIMULATION_SEED, SIMULATION_SEEDS, SIMULATION_FROM } = process.env

describe('a seeded simulation of clients, a lossy network and one server', () => {
  it('[C16] the same seed gives the same run', async () => {
    for (const seed of [1, 2, 3]) expect((await simulate(seed)).hash).toBe((await simulate(seed)).hash)
  })

  it('what its clients recorded replays to the same effects and the same snapshots, and changes nothing of the run', async () => {
    let steps = 0
    for (const seed of [1, 4, 7, 14]) {
      const run = await simulate(seed, { isTraced: true })
      expect(run.hash).toBe((await simulate(seed)).hash)
      expect(run.clients.size).toBeGreaterThan(1)
      for (const [name, trace] of run.clients) steps += replayClient(name, trace).steps.length
    }
    expect(steps).toBeGreaterThan(500)
  })

  it('a failed run leaves the trace of the client that it names, and it replays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guestwall-traces-'))
    try {
      const violation = { rule: 'C1', what: 'd1.1 failed on purpose', record: 1 }
      const [line, ...others] = await keepTraces({ seed: 4, violations: [violation] }, folder)
      expect(others).toEqual([])
      const path = join(folder, 'seed-4-d1.1.jsonl')
      expect(line).toContain(path)
      const entries = readFileSync(path, 'utf8').split('\n').filter(Boolean)
      const { steps } = replay(entries.map((entry) => JSON.parse(entry) as Readonly<Record<string, unknown>>))
      expect(steps.length).toBeGreaterThan(50)
      expect(steps.every(({ recorded }) => recorded === null)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each(KEPT_SEEDS)('[SYNC] [SEND] every rule holds at every step of seed %i, which once failed', async (seed) => {
    await expectValid(await simulate(seed))
  })

  if (SIMULATION_SEED !== undefined) {
    it(`[SYNC] [SEND] every rule holds at every step of seed ${SIMULATION_SEED}`, async () => {
      const run = await simulate(Number(SIMULATION_SEED))
      print(run.trace.join('\n'))
      await expectValid(run)
    })
    return
  }

  it(
    '[SYNC] [SEND] [CONN] every rule holds at every step of hundreds of seeds',
    async () => {
      const startMs = performance.now()
      const count = Number(SIMULATION_SEEDS ?? USUAL_SEEDS)
      let voids = 0
      let steps = 0
      for (let index = 0; index < count; index += 1) {
        const run = await simulate(Number(SIMULATION_FROM ?? 1) + index)
        await expectValid(run)
        if (run.isVoid) voids += 1
        steps += run.steps
      }
      const seconds = (performance.now() - startMs) / 1_000
      print(
        `${count} schedules, ${steps} steps in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(0)} schedules a second; ` +
          `${((voids / count) * 100).toFixed(1)}% void`,
      )
      const share = count >= ENOUGH_RUNS ? voids / count : 0
      expect(share, 'share of runs that no fault touched').toBeLessThanOrEqual(MOST_VOID)
    },
    TEST_LIMIT_MS,
  )
})

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Fails with the seed, what was done, what was seen around the violation, and where the traces of its clients are. */
async function expectValid(run: Run): Promise<void> {
  const { seed, violations, operations, trace, violationLine } = run
  if (violations.length === 0) return
  const around = trace.slice(Math.max(0, violationLine - WINDOW), violationLine + 3)
  throw new Error(
    [
      `seed ${seed} (again: SIMULATION_SEED=${seed})`,
      ...violations.slice(0, 5).map(({ rule, what }) => `[${rule}] ${what}`),
      ...(await keepTraces(run, TRACES)),
      'operations:',
      ...operations.map((line) => `  ${line}`),
      'history:',
      ...around.map((line) => `  ${line}`),
    ].join('\n'),
  )
}
