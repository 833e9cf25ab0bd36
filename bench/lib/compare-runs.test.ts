import { expect, test } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import { atMost, exactly, type Figure, told } from './figures.ts'
import type { RunFile } from './run-file.ts'

const runOf = (figures: readonly Figure[]): RunFile => ({
  date: '',
  commit: null,
  cpu: '',
  cores: 2,
  node: '',
  load: 0,
  rows: [{ row: 'fanout', title: '', figures }],
})

test('[bench] two runs are compared figure by figure, with the ratio and what became of a budget', () => {
  const before = runOf([atMost('p99', 40, 50, 'ms'), told('CPU', 2, 'µs', 1), told('gone', 1)])
  const after = runOf([atMost('p99', 60, 50, 'ms'), told('CPU', 1, 'µs', 1), told('new', 1)])
  expect(compareRuns(before, after)).toEqual([
    { row: 'fanout', name: 'p99', before: '40 ms', after: '60 ms', ratio: 1.5, change: 'now SHORT' },
    { row: 'fanout', name: 'CPU', before: '2.0 µs', after: '1.0 µs', ratio: 0.5, change: '' },
  ])
})

test('[bench] parts of the same name are told apart by the figure above them', () => {
  const figures = (first: number, second: number) => [told('SQLite', 1), told('  CPU', first), told('PostgreSQL', 1), told('  CPU', second)]
  const names = compareRuns(runOf(figures(1, 2)), runOf(figures(3, 8))).map(({ name, ratio }) => [name, ratio])
  expect(names).toEqual([
    ['SQLite', 1],
    ['SQLite, CPU', 3],
    ['PostgreSQL', 1],
    ['PostgreSQL, CPU', 4],
  ])
})

test('[bench] words are compared without a ratio', () => {
  expect(compareRuns(runOf([exactly('tally', 'wrong', 'exact')]), runOf([exactly('tally', 'exact', 'exact')]))).toEqual([
    { row: 'fanout', name: 'tally', before: 'wrong', after: 'exact', ratio: null, change: 'now pass' },
  ])
})
