import { openPostgresStore, type Store } from '@guestwall/server'
import { MemoryStore } from '@guestwall/server/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/test-database.ts'
import { CLUSTER_FAULTS } from './cluster-faults.ts'
import { prove, shrink, stepsOf } from './prove.ts'
import { SharedRedis } from './shared-redis.ts'

/** Seeds that the other proofs do not use. Another one: `PROOF_SEED=n`; others: `PROOF_FROM=n`. */
const FIRST = 30_000
/** So many on a store in memory, then so many on PostgreSQL. */
const HISTORIES = { memory: 180, PostgreSQL: 20 }
/** A fault that shows in few histories is looked for in this many. */
const ENOUGH = 200

const { PROOF_SEED, PROOF_FROM } = process.env

let redis: SharedRedis
beforeAll(async () => {
  redis = await SharedRedis.start()
})
afterAll(() => redis.stop())

describe.each(['memory', 'PostgreSQL'] as const)('three servers over Redis and a store in %s:', (kind) => {
  let store: Store | null = null
  beforeAll(async () => {
    if (kind === 'PostgreSQL') store = await openPostgresStore(await testDatabase(), () => {})
  })
  afterAll(() => store?.close())

  test(`[MOD-3] [MOD-4] [MOD-5] [MOD-6] [PEOPLE-2] [PEOPLE-3] [PEOPLE-4] in ${HISTORIES[kind]} histories no reader who is no host, Redis among them, receives what it may not read`, async () => {
    const first = Number(PROOF_SEED ?? PROOF_FROM ?? FIRST) + (kind === 'memory' ? 0 : HISTORIES.memory)
    const ground = () => ({ store: store ?? new MemoryStore(), redis })
    let fromRedis = 0
    for (let seed = first; seed < first + (PROOF_SEED === undefined ? HISTORIES[kind] : 1); seed += 1) {
      const { history, violations } = await prove(seed, stepsOf(seed, true), ground())
      const [broken] = violations
      expect(broken === undefined ? '' : await shrink(seed, broken.rule, ground)).toBe('')
      fromRedis += history.filter((record) => record.kind === 'received' && record.adapter === 'redis').length
    }
    if (PROOF_SEED === undefined) expectMuch(fromRedis, HISTORIES[kind])
  })
})

/** Texts that everybody may read do pass through Redis: without any, the proof would prove nothing about it. */
function expectMuch(heard: number, histories: number): void {
  expect(heard).toBeGreaterThan(histories)
}

describe('three servers with a fault are caught:', () => {
  test.each(CLUSTER_FAULTS)('%s [%s]', async (_, rule, fault) => {
    const found: string[] = []
    for (let seed = FIRST; seed < FIRST + ENOUGH && !found.includes(rule); seed += 1) {
      const { violations } = await prove(seed, stepsOf(seed, true), { store: new MemoryStore(), redis }, fault())
      found.push(...violations.map((violation) => violation.rule))
    }
    expect(found).toContain(rule)
  })
})
