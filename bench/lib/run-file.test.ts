import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { atMost, holds, measuredText } from './figures.ts'
import { environmentFor, keepRows, readRun } from './run-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'guestwall-run-file-'))
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

test('[bench] a kept run reads as it was written, and a figure that was not measured stays short', () => {
  const path = join(directory, 'run.json')
  for (const [name, value] of Object.entries(environmentFor(path))) vi.stubEnv(name, value)
  keepRows([{ row: 'fanout', title: 'Fan-out', figures: [atMost('p99', 12, 50, 'ms'), atMost('CPU', Number.NaN, 1, 'µs')] }])
  const figures = readRun(path)?.rows[0]?.figures ?? []
  expect(figures.map(measuredText)).toEqual(['12 ms', 'not told'])
  expect(figures.map(holds)).toEqual([true, false])
})
