import { openPostgresStore } from '@guestwall/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cluster } from '../../../tests/support/cluster.ts'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'
import { NO_LIMITS_ENVIRONMENT } from '../../../tests/support/no-limits.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { ALL_RULES } from '../src/all-rules.ts'
import { NetworkTarget } from '../src/network-target.ts'
import { missing, runRule } from '../src/run-rules.ts'
import type { Target } from '../src/target.ts'
import { FakeTarget } from './fake-target.ts'

interface Started {
  readonly target: Target
  stop(): Promise<void>
}

const TARGETS: readonly [name: string, start: () => Promise<Started>][] = [
  ['SQLite', async () => over(await startGuestwall())],
  ['PostgreSQL', async () => over(await startGuestwall({ store: await openPostgresStore(await testDatabase(), () => {}) }))],
  ['three servers over PostgreSQL and Redis', startCluster],
  ['the fake server', async () => ({ target: new FakeTarget(), stop: async () => {} })],
]

describe.each(TARGETS)('%s', (_, start) => {
  let started: Started
  beforeAll(async () => {
    started = await start()
  })
  afterAll(() => started.stop())

  test.concurrent.each(ALL_RULES.map((rule) => [rule.id, rule.title, rule] as const))('[%s] %s', async (_id, _title, rule) => {
    const { target } = started
    // What the fake server is not made for is named in one place: its own `lacks`.
    if (missing(rule, target).length > 0) return expect(target).toBeInstanceOf(FakeTarget)
    await expect(runRule(rule, target)).resolves.toBeUndefined()
  })
})

function over(wall: Guestwall): Started {
  return { target: new NetworkTarget([wall.url], OPERATOR_TOKEN), stop: () => wall.stop() }
}

async function startCluster(): Promise<Started> {
  const cluster = await Cluster.start({ environment: { LOG_LEVEL: 'silent', ...NO_LIMITS_ENVIRONMENT } })
  return {
    target: new NetworkTarget(
      cluster.servers.map(({ url }) => url),
      OPERATOR_TOKEN,
    ),
    stop: () => cluster.stop(),
  }
}
