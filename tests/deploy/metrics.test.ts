import type { Core } from '@guestwall/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { read } from './files.ts'
import { assembleServer } from './server.ts'

let core: Core
const names = new Set<string>()
beforeAll(async () => {
  core = assembleServer()
  core.metrics.watchProcess()
  const text = await (await core.http.request('/metrics')).text()
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    names.add(name)
    if (type === 'histogram') for (const suffix of ['bucket', 'sum', 'count']) names.add(`${name}_${suffix}`)
  }
})
afterAll(() => core.close())

for (const path of ['deploy/prometheus/alerts.yaml', 'deploy/grafana/guestwall.json']) {
  test(`${path} names only metrics that the server has`, () => {
    const named = [...new Set([...read(path).matchAll(/\b(?:guestwall|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name))]
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
}

test('the dashboard shows every metric of Guestwall’s own', () => {
  const shown = read('deploy/grafana/guestwall.json')
  const own = [...names].filter((name) => name.startsWith('guestwall_') && !/_(bucket|sum|count)$/.test(name))
  expect(own.filter((name) => !shown.includes(name))).toEqual([])
})

test('alerts name only codes of refusals that there are', async () => {
  const { ERRORS } = await import('@guestwall/protocol')
  const codes = [...read('deploy/prometheus/alerts.yaml').matchAll(/code=~?"([^"]+)"/g)].flatMap(([, list = '']) => list.split('|'))
  expect(codes.length).toBeGreaterThan(0)
  expect(codes.filter((code) => !(code in ERRORS))).toEqual([])
})
