import { expect, test } from 'vitest'
import type { Crew } from './crew.ts'
import { Metrics } from './metrics.ts'

function metricsOf(connections: number, isStoreFailing: boolean, crew?: Crew): Metrics {
  return new Metrics({
    connections: () => connections,
    liveSessions: () => 1,
    isRedisAway: () => false,
    isStoreFailing: () => isStoreFailing,
    lostLogLines: () => 0,
    malformedFromRedis: () => 0,
    crew,
  })
}

test('each worker tells the metrics of all: numbers are summed, and a state is 1 where it is 1 for any of them', async () => {
  const others = [metricsOf(3, true), metricsOf(4, true)]
  for (const other of others) other.committed(2)
  const crew: Crew = { isWhole: () => Promise.resolve(true), figures: () => Promise.all(others.map((other) => other.figures())) }
  const text = await metricsOf(0, false, crew).text()
  const valueOf = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
  expect(valueOf('guestwall_connections')).toBe(7)
  expect(valueOf('guestwall_commit_events_sum')).toBe(4)
  expect(valueOf('guestwall_commit_events_count')).toBe(2)
  expect(valueOf('guestwall_store_failing')).toBe(1)
})
