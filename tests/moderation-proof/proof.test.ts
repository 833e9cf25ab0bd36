import { MemoryStore } from '@guestwall/server/testing'
import { describe, expect, test } from 'vitest'
import { FAULTS } from './faults.ts'
import type { HistoryRecord } from './history.ts'
import { prove, shrink, stepsOf } from './prove.ts'

/** The same histories at every run; those of `redis.test.ts` and `stores.test.ts` make 1,000 of them. Another one: `PROOF_SEED=n`; others: `PROOF_FROM=n`. */
const HISTORIES = 750
/** A fault that shows in few histories is looked for in this many. */
const ENOUGH = 120

const { PROOF_SEED, PROOF_FROM } = process.env

test(`[MOD-3] [MOD-4] [MOD-5] [MOD-6] [MOD-11] [PEOPLE-2] [PEOPLE-3] [PEOPLE-4] in ${HISTORIES} histories no reader who is no host receives what it may not read, and all that is shown reaches everybody`, async () => {
  const first = Number(PROOF_SEED ?? PROOF_FROM ?? 1)
  const seen = new Map<string, number>()
  for (let seed = first; seed < first + (PROOF_SEED === undefined ? HISTORIES : 1); seed += 1) {
    const { history, violations } = await prove(seed, stepsOf(seed), { store: new MemoryStore() })
    const [broken] = violations
    expect(broken === undefined ? '' : await shrink(seed, broken.rule, () => ({ store: new MemoryStore() }))).toBe('')
    for (const record of history) seen.set(kindOf(record), (seen.get(kindOf(record)) ?? 0) + 1)
  }
  if (PROOF_SEED === undefined) expectAllSeen(seen)
})

/** A proof in which something never happens says nothing of it. */
function expectAllSeen(seen: ReadonlyMap<string, number>): void {
  for (const kind of [
    'status shown',
    'status pending',
    'status rejected',
    'status removed',
    'status private',
    'banGuest',
    'undoBan',
    'renameGuest',
    'removeGuestMessages',
    'duel',
  ])
    expect([kind, (seen.get(kind) ?? 0) > 10]).toEqual([kind, true])
  for (const adapter of ['socket', 'ack', 'poll', 'longPoll', 'replay', 'snapshot', 'history', 'export', 'metrics', 'log'])
    expect([adapter, (seen.get(adapter) ?? 0) > 5]).toEqual([adapter, true])
}

function kindOf(record: HistoryRecord): string {
  if (record.kind === 'received') return record.adapter
  if (record.kind === 'status') return `status ${record.status}`
  return record.kind === 'guestAct' ? record.act : record.kind
}

describe('a server with a fault is caught:', () => {
  test.each(FAULTS)('%s [%s]', async (_, rule, fault) => {
    let found: string[] = []
    for (let seed = 1; seed <= ENOUGH && !found.includes(rule); seed += 1) {
      const { violations } = await prove(seed, stepsOf(seed), { store: new MemoryStore() }, fault())
      found = [...found, ...violations.map((violation) => violation.rule)]
    }
    expect(found).toContain(rule)
  })

  test('a history that fails is told in few steps', async () => {
    const [, rule, fault] = FAULTS[1] as (typeof FAULTS)[number]
    let seed = 1
    while (
      !(await prove(seed, stepsOf(seed), { store: new MemoryStore() }, fault())).violations.some((violation) => violation.rule === rule)
    )
      seed += 1
    const told = await shrink(seed, rule, () => ({ store: new MemoryStore() }), fault)
    expect(Number(/(\d+) steps are left/.exec(told)?.[1])).toBeLessThanOrEqual(6)
  })
})
