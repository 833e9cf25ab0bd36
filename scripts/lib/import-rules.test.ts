import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import rules from '../../.dependency-cruiser.mjs'
import { importRules } from './import-rules.mjs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

interface Violation {
  readonly rule: { readonly name: string }
  readonly from: string
  readonly to: string
}

/** Files that keep every rule. The broken ones import from them. */
const SOUND: Record<string, string> = {
  'packages/protocol/src/index.ts': `export * from './text.ts'`,
  'packages/protocol/src/text.ts': `import * as v from 'valibot'`,
  'packages/client/src/index.ts': `export { open } from './io/socket.ts'`,
  'packages/client/src/types.ts': `import type { Wall } from '@guestwall/protocol'`,
  'packages/client/src/core/machine.ts': `import type { Port } from '../types.ts'`,
  // One half of a cycle, which is named once, at its other half.
  'packages/client/src/core/b.ts': `import { type A } from './a.ts'`,
  'packages/client/src/io/socket.ts': `import { machine } from '../core/machine.ts'`,
  'packages/client/src/testing/index.ts': `export { machine } from '../core/machine.ts'`,
  'packages/client/src/hello.test.ts': `import { x } from './testing/index.ts'; import { y } from '../../../tests/support/port.ts'`,
  'packages/react/src/index.ts': `export { view } from './view.tsx'`,
  'packages/react/src/view.tsx': `import { open } from '@guestwall/client'; export const view = <p className="a">{1}</p>`,
  'packages/server/src/app.ts': `import { open } from './storage/sqlite/open.ts'; import { edge } from './edge/http/http.ts'`,
  'packages/server/src/domain/actor.ts': `import { createHash } from 'node:crypto'`,
  'packages/server/src/storage/storage.ts': `import type { Actor } from '../domain/actor.ts'`,
  'packages/server/src/storage/sqlite/open.ts': `import type { Storage } from '../storage.ts'; import Sqlite from 'node:fs'`,
  'packages/server/src/handlers/post.ts': `import type { Store } from '../log/store.ts'`,
  'packages/server/src/log/store.ts': `import type { Storage } from '../storage/storage.ts'`,
  'packages/server/src/edge/http/http.ts': `import { post } from '../../handlers/post.ts'`,
  'packages/server/src/testing/index.ts': `export { app } from '../app.ts'`,
  'packages/server/src/index.ts': `export { app } from './app.ts'`,
  // A file that no rule covers; only imports of it are named.
  'packages/server/src/helpers.ts': '',
  'packages/server/src/helpers/x.ts': '',
  'packages/server/src/misc.test.ts': `import { app } from './app.ts'`,
  'apps/web/guest/main.tsx': `import { view } from '@guestwall/react'`,
  'tests/support/port.ts': `import { createServer } from 'node:net'`,
  'tests/faults/cut.test.ts': `import { pair } from '@guestwall/client/testing'`,
}

/** Each breaks one rule: the rule, the file, what it says, and what it imports by that. */
const BROKEN: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-cycle', 'packages/client/src/core/a.ts', `import type { B } from './b.ts'`],
  ['resolvable', 'packages/client/src/deep.ts', `import { x } from '@guestwall/protocol/src/text.ts'`],
  ['package-protocol', 'packages/protocol/src/testing/up.ts', `import { x } from '@guestwall/client'`],
  ['package-client', 'packages/client/src/up.ts', `import { x } from '@guestwall/react'`],
  ['package-react', 'packages/react/src/side.ts', `export { x } from '@guestwall/server'`],
  ['package-server', 'packages/server/src/cli/side.ts', `const x = await import('@guestwall/client')`],
  ['package-conformance', 'packages/conformance/src/side.ts', `import { x } from '@guestwall/client'`],
  ['package-web', 'apps/web/host/side.ts', `import type { x } from '@guestwall/server'`],
  ['public-entries', 'packages/client/src/path.ts', `import { x } from '../../protocol/src/text.ts'`],
  ['public-entries', 'tests/faults/path.test.ts', `import { x } from '../../packages/server/src/app.ts'`],
  ['public-entries', 'packages/react/src/path.test.tsx', `import { x } from '../../client/src/types.ts'`],
  ['own-name', 'packages/client/src/self.ts', `import { x } from '@guestwall/client'`],
  ['test-entries', 'packages/react/src/testing-kit.ts', `import { x } from '@guestwall/client/testing'`],
  ['test-entries', 'packages/server/src/cli/kit.ts', `import { x } from '../testing/index.ts'`],
  ['no-test-in-source', 'packages/client/src/runtime/a.ts', `import { x } from '../hello.test.ts'`],
  ['test-support', 'packages/client/src/runtime/far.test.ts', `import { x } from '../../../../tests/faults/cut.test.ts'`],
  ['pure', 'packages/client/src/core/file.ts', `import { readFileSync } from 'node:fs'`],
  ['pure', 'packages/protocol/src/timer.ts', `import { setTimeout } from 'node:timers/promises'`],
  ['pure', 'packages/server/src/log/decide/socket.ts', `import { connect } from 'node:net'`],
  ['client-core', 'packages/client/src/core/out.ts', `import { x } from '../io/socket.ts'`],
  ['client-io', 'packages/client/src/io/out.ts', `import { x } from '../index.ts'`],
  ['server-known-places', 'packages/server/src/cli/uses.ts', `import { x } from '../helpers/x.ts'`],
  ['server-known-places', 'packages/server/src/cli/uses-file.ts', `import { x } from '../helpers.ts'`],
  ['light-supervisor', 'packages/server/src/cli/supervisor-process.ts', `import { app } from '../app.ts'`],
  // The storage knows no rule of the log; the log knows the storage's port and no engine.
  ['server-storage', 'packages/server/src/storage/rule.ts', `import type { Store } from '../log/store.ts'`],
  ['server-log', 'packages/server/src/log/engine.ts', `import { open } from '../storage/sqlite/open.ts'`],
  // No station of the server imports what puts the stations together.
  ...rules.forbidden.flatMap(({ name }) => {
    const station = /^server-(?!known-places)(.+)$/.exec(name)?.[1]
    if (station === undefined) return []
    const file = station.endsWith('.ts') ? station : `${station}/breaks.ts`
    return [[name, `packages/server/src/${file}`, `import type { x } from '${station.endsWith('.ts') ? './' : '../'}app.ts'`] as const]
  }),
]

let folder: string
let violations: readonly Violation[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-imports-'))
  const files = { ...SOUND, ...Object.fromEntries(BROKEN.map(([, file, source]) => [file, source])) }
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  for (const name of ['protocol', 'client', 'react', 'server']) {
    cpSync(inRoot('packages', name, 'package.json'), join(folder, 'packages', name, 'package.json'))
    mkdirSync(join(folder, 'node_modules/@guestwall'), { recursive: true })
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@guestwall', name), 'junction')
  }
  symlinkSync(inRoot('node_modules/valibot'), join(folder, 'node_modules/valibot'), 'junction')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ workspaces: ['packages/*'] }))
  const { command, args } = importRules(['--output-type', 'json'], ['packages', 'apps', 'tests'])
  const { output } = await run(command, args, { cwd: folder })
  violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations
  // A limit for what hangs: the program reads a whole tree, on a busy machine for longer than the ten seconds of other hooks.
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the rules of imports', () => {
  it.each(BROKEN)('[%s] names %s', (rule, file) => {
    expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule)
  })

  it('name no file that keeps them', () => {
    const broken = new Set(BROKEN.map(([, file]) => file))
    expect(violations.filter(({ from }) => !broken.has(from))).toEqual([])
  })

  it('are each broken once by this test, are errors, have different names, and none of them allows an import', () => {
    const names = rules.forbidden.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(names))
    expect(rules.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([])
    expect(Object.keys(rules)).toEqual(['forbidden', 'options'])
  })
})
