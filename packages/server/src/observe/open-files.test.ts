import { expect, test } from 'vitest'
import { OpenFiles, openFilesLimit } from './open-files.ts'

function watched(limit: number | null): { files: OpenFiles; lines: string[] } {
  const lines: string[] = []
  return { files: new OpenFiles(limit, (line) => lines.push(line)), lines }
}

test('a limit that is too low for a hall is told at the start, with the way to raise it', () => {
  expect(watched(500).lines).toEqual([expect.stringMatching(/have 400 connections at one time: raise the limit of open files \(ulimit -n/)])
  expect(watched(65_536).lines).toEqual([])
  expect(watched(null).lines).toEqual([])
})

test('connections that reach the limit are told once a minute, before the system drops new ones', () => {
  const { files, lines } = watched(10_000)
  files.note(9_899, 0)
  expect(lines).toEqual([])
  for (let connections = 9_900; connections < 10_000; connections += 1) files.note(connections, connections)
  expect(lines).toEqual([expect.stringContaining('9900 connections are open')])
  files.note(9_950, 9_900 + 60_000)
  expect(lines).toHaveLength(2)
})

test.runIf(process.platform === 'linux')('the limit is that of the system', () => {
  expect(openFilesLimit()).toBeGreaterThan(100)
})
