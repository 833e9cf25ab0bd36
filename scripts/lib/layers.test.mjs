import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importsOf, layerViolations } from './layers.mjs'
import { inRoot } from './paths.mjs'

const rules = JSON.parse(readFileSync(inRoot('layers.json'), 'utf8'))

function violationsOf(files) {
  return layerViolations(new Map(Object.entries(files)), rules)
}

describe('layers', () => {
  it('finds nothing where every import points the right way', () => {
    const files = {
      'packages/protocol/src/index.ts': `export * from './event.ts'`,
      'packages/protocol/src/event.ts': `import * as v from 'valibot'`,
      'packages/client/src/core/machine.ts': `import type { Wall } from '@guestwall/protocol'`,
      'packages/client/src/io/socket.ts': `import { machine } from '../core/machine.ts'`,
      'packages/react/src/hooks.ts': `import { RealtimeClient } from '@guestwall/client'`,
      'packages/server/src/app.ts': `import { open } from './storage/sqlite/open.ts'; import { edge } from './edge/edge.ts'`,
      'packages/server/src/edge/edge.ts': `import { handle } from '../handlers/handler.ts'`,
      'packages/server/src/handlers/handler.ts': `import type { Store } from '../storage/store.ts'`,
      'packages/server/src/storage/store.ts': `import type { Wall } from '@guestwall/protocol'`,
      'packages/server/src/storage/sqlite/open.ts': `import type { Store } from '../store.ts'`,
      'packages/server/src/storage/sqlite/open.pg.test.ts': `import { testDatabase } from '../../../../../tests/support/test-database.ts'`,
      'tests/support/test-database.ts': `import pg from 'pg'`,
      'tests/faults/cut.test.ts': `import { pair } from '@guestwall/client/testing'`,
      'apps/web/guest/main.tsx': `import { MessageWall } from '@guestwall/react'; import '@guestwall/react/styles.css'; import './guest.css'`,
    }
    expect(violationsOf(files)).toEqual([])
  })

  const violations = {
    'a package that imports against the arrow': { 'packages/protocol/src/a.ts': `import { x } from '@guestwall/client'` },
    'a server that knows the client': { 'packages/server/src/app.ts': `import { x } from '@guestwall/client'` },
    'a deep path into a package': { 'packages/client/src/a.ts': `import { x } from '@guestwall/protocol/src/text.ts'` },
    'a relative path out of the package': { 'packages/client/src/a.ts': `import { x } from '../../protocol/src/text.ts'` },
    'a test that reaches into another package': { 'tests/faults/a.test.ts': `import { x } from '../../packages/server/src/app.ts'` },
    'the testing entry in a source': { 'packages/react/src/a.ts': `import { x } from '@guestwall/client/testing'` },
    'a package that imports itself by name': { 'packages/client/src/a.ts': `import { x } from '@guestwall/client'` },
    'client core that imports io': { 'packages/client/src/core/a.ts': `import { x } from '../io/socket.ts'` },
    'client core that imports the doorway': { 'packages/client/src/core/a.ts': `export { x } from '../realtime-client.ts'` },
    'a domain that imports the store, only for a type': {
      'packages/server/src/domain/a.ts': `import type { X } from '../storage/store.ts'`,
    },
    'a type written as import()': { 'packages/server/src/domain/a.ts': `export type X = import('../storage/store.ts').Store` },
    'a dynamic import': { 'packages/server/src/storage/a.ts': `const x = await import('../edge/edge.ts')` },
    'a store that imports the pool': { 'packages/server/src/storage/a.ts': `import { x } from '../feed/pool.ts'` },
    'a handler that imports a store and not its port': {
      'packages/server/src/handlers/a.ts': `import { x } from '../storage/sqlite/open.ts'`,
    },
    'a layer that imports app.ts': { 'packages/server/src/log/a.ts': `import { x } from '../app.ts'` },
    'a folder of the server that the rules do not name': { 'packages/server/src/misc/a.ts': `export const x = 1` },
    'a file of the server that the rules do not name': { 'packages/server/src/helpers.ts': `export const x = 1` },
    'a source that imports a test': { 'packages/client/src/a.ts': `import { x } from './a.test.ts'` },
    'a file that imports itself': { 'packages/client/src/a.ts': `import { x } from './a.ts'` },
  }
  for (const [title, files] of Object.entries(violations)) {
    it(`finds ${title}`, () => {
      expect(violationsOf(files)).toHaveLength(1)
    })
  }

  it('finds a cycle once, also when only types go round', () => {
    const files = {
      'packages/client/src/a.ts': `import { b } from './b.ts'`,
      'packages/client/src/b.ts': `import type { C } from './c.ts'`,
      'packages/client/src/c.ts': `import { type A } from './a.ts'`,
    }
    expect(violationsOf(files)).toEqual([expect.stringMatching(/a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts: a cycle/)])
  })

  it('takes no import out of a comment or a string', () => {
    expect(importsOf('a.ts', `// import x from './x.ts'\nconst s = "import y from './y.ts'"`)).toEqual([])
  })
})
