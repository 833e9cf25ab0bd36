import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

/*
 * CONTRIBUTING.md says that an event type and a command are two places each. Here a made-up one of each is added to a copy of the sources:
 * the compiler names the place that is missing, and with both the event goes from the log through the feed and a socket to a client's wall.
 */

const root = fileURLToPath(new URL('../../', import.meta.url))
const fixtures = fileURLToPath(new URL('added-types/', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'guestwall-added-types-'))
const EVENT_TABLE = 'packages/server/src/log/event-table.ts'
const COMMAND_TABLE = 'packages/server/src/edge/ws/socket-commands.ts'

/** The protocol's place of each: a file of its own. */
function addProtocolFiles(): void {
  cpSync(join(fixtures, 'balloon-rose.ts.txt'), join(copy, 'packages/protocol/src/events/balloon-rose.ts'))
  cpSync(join(fixtures, 'wave.ts.txt'), join(copy, 'packages/protocol/src/commands/wave.ts'))
  run('tsx', ['--conditions=guestwall:source', 'scripts/generate.mjs'])
}

/** The server's place of each: an entry of a table. */
function addServerEntries(): void {
  insert(EVENT_TABLE, "  'message.created': {", "  'balloon.rose': { audience: 'everyone', row: 'none', voters: null },\n")
  const wave = '  wave: { access: ROUTES.sendMessage.access, cost: 0, run: async ({ to }) => accepted({ waved: to }) },\n'
  insert(COMMAND_TABLE, '  sendMessage: {', wave)
}

function insert(path: string, before: string, text: string): void {
  const source = readFileSync(join(root, path), 'utf8')
  expect(source).toContain(before)
  writeFileSync(
    join(copy, path),
    source.replace(before, () => text + before),
  )
}

function run(tool: string, args: readonly string[]): string {
  const bin = join(root, 'node_modules', '.bin', tool)
  return execFileSync(bin, [...args], { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The errors of the compiler; empty when there are none. */
function compile(): string {
  try {
    return run('tsc', ['-p', 'tsconfig.copy.json'])
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

beforeAll(() => {
  const isSource = (path: string) => !/[\\/](dist|node_modules|etc)$|\.tsbuildinfo$|\.(test|contract|test-kit)\.tsx?$/.test(path)
  for (const folder of ['packages/protocol', 'packages/server', 'scripts', 'tests/filter']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: isSource })
  }
  for (const file of ['package.json', 'tsconfig.base.json', 'tsconfig.tests.json']) cpSync(join(root, file), join(copy, file))
  const config = { extends: './tsconfig.tests.json', include: ['packages/protocol/src', 'packages/server/src'], exclude: [] }
  writeFileSync(join(copy, 'tsconfig.copy.json'), JSON.stringify(config))
  cpSync(join(fixtures, 'round-trip.ts.txt'), join(copy, 'packages/server/src/round-trip.ts'))
  linkModules()
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** All modules of the repository, but our own packages as they are in the copy. */
function linkModules(): void {
  mkdirSync(join(copy, 'node_modules/@guestwall'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@guestwall' && !name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name), 'junction')
  }
  for (const name of ['protocol', 'server'])
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules/@guestwall', name), 'junction')
}

test('an event type and a command are two places each, and the compiler names the one that is missing', () => {
  addServerEntries()
  const withoutProtocol = compile()
  expect(withoutProtocol).toMatch(/event-table\.ts.*\n?.*'balloon\.rose'/)
  expect(withoutProtocol).toMatch(/socket-commands\.ts.*\n?.*'wave'/)

  for (const path of [EVENT_TABLE, COMMAND_TABLE]) cpSync(join(root, path), join(copy, path))
  addProtocolFiles()
  const withoutServer = compile()
  expect(withoutServer).toMatch(/event-table\.ts[\s\S]*?'?"?balloon\.rose/)
  expect(withoutServer).toMatch(/socket-commands\.ts[\s\S]*?wave/)

  addServerEntries()
  expect(compile()).toBe('')
  const seen = JSON.parse(run('tsx', ['--conditions=guestwall:source', 'packages/server/src/round-trip.ts'])) as unknown
  expect(seen).toEqual({
    event: { id: 1, type: 'balloon.rose', at: '2026-11-22T10:00:00.000Z', data: { colour: 'red' } },
    isKnown: true,
    subtitle: 'a red balloon',
    ack: { type: 'ack', ref: 7, waved: 'everyone' },
  })
})
