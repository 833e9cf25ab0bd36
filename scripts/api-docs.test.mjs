import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assemble, readConfig, sealOf, systemRandom, Tokens } from '@guestwall/server'
import { ManualClock, MemoryStore } from '@guestwall/server/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { CONFIGURATION, GENERATED, withVariables } from './api-docs.mjs'
import { filesBelow } from './lib/files.mjs'
import { inRoot } from './lib/paths.mjs'

const ADVICE = 'the committed document differs from the code: npm run docs'
const openApi = GENERATED['docs/api/openapi.json']()

describe('documents made from the code', () => {
  for (const [path, make] of Object.entries(GENERATED)) {
    test(`${path} is what the schemas give`, () => {
      expect(JSON.parse(readFileSync(inRoot(path), 'utf8')), ADVICE).toEqual(JSON.parse(JSON.stringify(make())))
    })

    test(`${path} refers only to what it holds`, () => {
      const document = JSON.parse(readFileSync(inRoot(path), 'utf8'))
      for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
        const found = pointer.split('/').reduce((value, name) => value?.[name], document)
        expect(found, pointer).toBeDefined()
      }
    })
  }

  test(`${CONFIGURATION} lists every variable`, () => {
    const text = readFileSync(inRoot(CONFIGURATION), 'utf8')
    expect(text, ADVICE).toBe(withVariables(text))
  })
})

describe('openapi.json and the HTTP door', () => {
  const clock = new ManualClock()
  const core = assemble(
    {
      config: readConfig({}),
      store: new MemoryStore(),
      secrets: { operatorToken: 'operator-token-of-this-test', oneTimeKey: 'one-time-key-of-this-test' },
      credentials: new Tokens('token-secret-of-this-test-only-32', 1, clock),
      seal: sealOf('token-secret-of-this-test-only-32'),
      clock,
      random: systemRandom,
      log: { error() {} },
      // Any folder: no page is asked for.
      webRoot: inRoot('docs'),
      version: '0.0.0',
      guestUrl: () => 'http://localhost',
    },
    () => 0,
  )
  afterAll(() => core.close())

  test('have the same addresses and methods', async () => {
    const paths = [...new Set(core.http.routes.map(({ path }) => path))].filter((path) => !path.endsWith('*'))
    const ofDoor = {}
    for (const path of paths) {
      // The door tells the methods of an address to who asks with another.
      const response = await core.http.request(path.replace(':id', 'some-id'), { method: 'OPTIONS' })
      ofDoor[path.replace(':id', '{id}')] = response.headers.get('allow').split(', ').sort()
    }
    const ofDocument = Object.fromEntries(
      Object.entries(openApi.paths).map(([path, { parameters: _, ...methods }]) => [
        path,
        Object.keys(methods)
          .map((method) => method.toUpperCase())
          .sort(),
      ]),
    )
    expect(ofDocument).toEqual(ofDoor)
  })

  test('ask for a credential at the same addresses', async () => {
    for (const [path, { parameters: _, ...methods }] of Object.entries(openApi.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const response = await core.http.request(path.replace('{id}', 'some-id'), { method: method.toUpperCase() })
        expect({ path, method, isRefused: response.status === 401 }).toEqual({ path, method, isRefused: security.length > 0 })
      }
    }
  })
})

describe('the documents', () => {
  const documents = filesBelow(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'docs', 'packages']).filter((path) =>
    path.endsWith('.md'),
  )

  test('link to files that are there', () => {
    for (const path of documents) {
      for (const [, target] of readFileSync(inRoot(path), 'utf8').matchAll(/\]\(((?!https?:|#)[^)\s#]+)/g)) {
        // Pictures are made from the running program.
        if (target.endsWith('.png')) continue
        expect(existsSync(join(dirname(inRoot(path)), target)), `${path} links to ${target}`).toBe(true)
      }
    }
  })

  test('cite rules that SPEC.md has', () => {
    const rules = new Set(
      [...readFileSync(inRoot('packages/protocol/SPEC.md'), 'utf8').matchAll(/\*\*([A-Z]+-\d+)\*\*/g)].map(([, id]) => id),
    )
    for (const path of documents) {
      const cited = readFileSync(inRoot(path), 'utf8').matchAll(/\b(?:LOG|SYNC|SEND|VOTE|ONLINE|CONN)-\d+\b/g)
      for (const [id] of cited) expect(rules.has(id), `${path} cites ${id}`).toBe(true)
    }
  })
})
