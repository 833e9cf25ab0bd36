import { openPostgresStore } from '@guestwall/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cluster } from '../../../tests/support/cluster.ts'
import { type Guestwall, OPERATOR_TOKEN, startGuestwall } from '../../../tests/support/guestwall.ts'
import { NO_LIMITS_ENVIRONMENT } from '../../../tests/support/no-limits.ts'
import { ServerProcess } from '../../../tests/support/server-process.ts'
import { testDatabase } from '../../../tests/support/test-database.ts'
import { ALL_RULES } from '../src/all-rules.ts'
import { NetworkTarget } from '../src/network-target.ts'
import type { Rule } from '../src/rule.ts'
import { missing, runRule } from '../src/run-rules.ts'
import type { Target } from '../src/target.ts'
import { FakeTarget } from './fake-target.ts'

/** For what hangs: how long a rule may take is for the program, which runs against a server of its own. */
const HANGS_MS = 280_000

interface Started {
  readonly target: Target
  stop(): Promise<void>
}

/** A target and the rules that it is held to. */
interface Held {
  readonly rules: readonly Rule[]
  start(): Promise<Started>
}

const TARGETS: readonly [name: string, held: Held][] = [
  ['SQLite', { rules: ALL_RULES, start: async () => over(await startGuestwall()) }],
  ['PostgreSQL', { rules: ALL_RULES, start: async () => over(await startGuestwall({ store: await postgresStore() })) }],
  ['three servers over PostgreSQL and Redis', { rules: ALL_RULES, start: startCluster }],
  ['two workers with one embedded store', { rules: ALL_RULES, start: startWorkers }],
  [
    'the fake server',
    {
      // The rules that the fake server is not made for are named in one place: its own `lacks`.
      rules: ALL_RULES.filter((rule) => missing(rule, new FakeTarget()).length === 0),
      start: async () => ({ target: new FakeTarget(), stop: async () => {} }),
    },
  ],
]

describe.each(TARGETS)('%s', (_, { rules, start }) => {
  let started: Started
  beforeAll(async () => {
    started = await start()
  })
  afterAll(() => started.stop())

  test.concurrent.each(rules.map((rule) => [rule.id, rule.title, rule] as const))('[%s] %s', async (_id, _title, rule) => {
    await expect(runRule(rule, started.target, HANGS_MS)).resolves.toBeUndefined()
  })
})

async function postgresStore() {
  return openPostgresStore(await testDatabase(), () => {})
}

function over(wall: Guestwall): Started {
  return { target: new NetworkTarget([wall.url], OPERATOR_TOKEN), stop: () => wall.stop() }
}

async function startWorkers(): Promise<Started> {
  const server = await ServerProcess.start({ environment: { WORKERS: '2', LOG_LEVEL: 'silent' } })
  return {
    target: new NetworkTarget([server.url], OPERATOR_TOKEN),
    async stop() {
      // All its processes have ended before their folder goes.
      await server.end()
      await server.stop()
    },
  }
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
