import { describeConfig, readConfig, type Core } from '@guestwall/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read, settingsOf } from './files.ts'
import { assembleServer } from './server.ts'

const FILES = [
  'deploy/docker/compose.yaml',
  'deploy/docker/compose.cluster.yaml',
  'deploy/kubernetes/config.yaml',
  'deploy/kubernetes/secret.example.yaml',
]
/** The variables that PostgreSQL's image reads. */
const NOT_OURS = /^POSTGRES_/
const known = new Set(describeConfig().map(({ name }) => name))

function variablesOf(path: string): [string, string][] {
  return [...settingsOf(read(path)).matchAll(/^\s+([A-Z][A-Z0-9_]+): *(.+)$/gm)]
    .map(([, name = '', value = '']): [string, string] => [name, value.replace(/^"(.*)"$/, '$1').replace(/\$\{\w+:-([^}]*)\}/g, '$1')])
    .filter(([name]) => !NOT_OURS.test(name))
}

describe('the environment', () => {
  for (const path of FILES) {
    test(`of ${path} has only variables that the server reads, with values that it accepts`, () => {
      const variables = variablesOf(path)
      expect(variables.length).toBeGreaterThan(0)
      expect(variables.map(([name]) => name).filter((name) => !known.has(name))).toEqual([])
      expect(() => readConfig(Object.fromEntries(variables))).not.toThrow()
    })
  }

  test('of several servers has what they must share', () => {
    const shared = ['DATABASE_URL', 'REDIS_URL', 'OPERATOR_TOKEN', 'TOKEN_SECRET', 'TRUST_PROXY', 'PUBLIC_URL']
    const kubernetes = FILES.slice(2).flatMap((path) => variablesOf(path))
    for (const variables of [variablesOf('deploy/docker/compose.cluster.yaml'), kubernetes]) {
      expect(variables.map(([name]) => name)).toEqual(expect.arrayContaining(shared))
    }
  })

  test('of deploy/docker/env.example is what compose.cluster.yaml asks for', () => {
    const asked = [...read('deploy/docker/compose.cluster.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
    const given = [...read('deploy/docker/env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name)
    expect(new Set(given)).toEqual(new Set(asked))
  })
})

describe('going away', () => {
  // The constant is the server's own; what stops it from outside must leave it that time.
  const drainS = Number(/MAX_DRAIN_MS = ([\d_]+)/.exec(read('packages/server/src/feed/connection-pool.ts'))?.[1]?.replace('_', '')) / 1000

  test('[CONN-6] Kubernetes and Docker wait longer than a server needs to drain', () => {
    expect(drainS).toBeGreaterThan(0)
    const deployment = settingsOf(read('deploy/kubernetes/deployment.yaml'))
    const graceS = Number(/terminationGracePeriodSeconds: (\d+)/.exec(deployment)?.[1])
    const preStopS = Number(/\["sleep", "(\d+)"\]/.exec(deployment)?.[1])
    expect(graceS).toBeGreaterThanOrEqual(preStopS + drainS + 10)
    for (const path of FILES.slice(0, 2)) {
      const [grace = 0] = [...settingsOf(read(path)).matchAll(/stop_grace_period: (\d+)s/g)].map(([, seconds]) => Number(seconds))
      expect(grace).toBeGreaterThanOrEqual(drainS + 10)
    }
  })
})

describe('probes', () => {
  let core: Core
  beforeAll(() => {
    core = assembleServer()
  })
  afterAll(() => core.close())

  test('ask at addresses that the server has', async () => {
    const paths = [
      ...[...read('deploy/kubernetes/deployment.yaml').matchAll(/httpGet: \{ path: (\S+),|prometheus\.io\/path: (\S+)/g)].map(
        ([, probe, metrics]) => probe ?? metrics,
      ),
      /8787\}(\/\w+)/.exec(read('deploy/docker/Dockerfile'))?.[1],
      /health_uri (\S+)/.exec(read('deploy/caddy/Caddyfile'))?.[1],
    ]
    expect(paths).toHaveLength(6)
    for (const path of paths) expect([path, (await core.http.request(path ?? '')).status]).toEqual([path, 200])
  })
})
