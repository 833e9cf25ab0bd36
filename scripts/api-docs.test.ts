import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as protocol from '@guestwall/protocol'
import { assemble, readConfig, sealOf, systemRandom, Tokens } from '@guestwall/server'
import { VirtualClock } from '@guestwall/protocol/testing'
import { MemoryStore } from '@guestwall/server/testing'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { CONFIGURATION, GENERATED, withVariables } from './api-docs.ts'
import { filesBelow } from './lib/files.mjs'
import { inRoot } from './lib/paths.mjs'

const ROUTES: readonly protocol.Route[] = Object.values(protocol.ROUTES)
const ADVICE = 'the committed document differs from the code: npm run docs'
interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: { readonly $ref: string } } } }
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const openApi = GENERATED['docs/api/openapi.json']?.() as OpenApi

describe('documents made from the code', () => {
  for (const [path, make] of Object.entries(GENERATED)) {
    test(`${path} is what the schemas give`, () => {
      expect(JSON.parse(readFileSync(inRoot(path), 'utf8')), ADVICE).toEqual(JSON.parse(JSON.stringify(make())))
    })

    test(`${path} refers only to what it holds`, () => {
      const document = JSON.parse(readFileSync(inRoot(path), 'utf8')) as unknown
      for (const [, pointer = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
        const found = pointer.split('/').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document)
        expect(found, pointer).toBeDefined()
      }
    })
  }

  test(`${CONFIGURATION} lists every variable`, () => {
    const text = readFileSync(inRoot(CONFIGURATION), 'utf8')
    expect(text, ADVICE).toBe(withVariables(text))
  })
})

describe('openapi.json, the table of routes and the HTTP adapter', () => {
  const clock = new VirtualClock()
  const core = assemble(
    {
      config: readConfig({}),
      store: new MemoryStore(),
      secrets: { operatorToken: 'operator-token-of-this-test', oneTimeKey: 'one-time-key-of-this-test', bodyKey: 'body-key-of-this-test' },
      credentials: new Tokens('token-secret-of-this-test-only-32', 1, clock),
      seal: sealOf('token-secret-of-this-test-only-32'),
      clock,
      random: systemRandom,
      log: pino({ level: 'silent' }),
      // Any folder: no page is asked for.
      webRoot: inRoot('docs'),
      version: '0.0.0',
      guestUrl: () => 'http://localhost',
    },
    () => 0,
  )
  afterAll(() => core.close())

  /** Sends a request to an address, inside the process. */
  const ask = (path: string, method: string): Promise<Response> =>
    Promise.resolve(core.http.request(path.replace('{id}', 'some-id'), { method }))
  const methodsAt = (path: string) =>
    ROUTES.filter((route) => route.path === path)
      .map(({ method }) => method)
      .sort()
  const paths = [...new Set(ROUTES.map(({ path }) => path))]

  test('describe every route, and nothing else', () => {
    const routes = ROUTES.map(({ method, path }) => `${method} ${path}`)
    const described = Object.entries(openApi.paths).flatMap(([path, { parameters: _, ...methods }]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(routes.sort())
  })

  test('the adapter serves the addresses of the table, and nothing else', () => {
    const served = [...new Set(core.http.routes.map(({ path }) => path.replace(':id', '{id}')))].filter((path) => !path.endsWith('*'))
    expect(served.sort()).toEqual([...paths].sort())
  })

  test.each(paths)('%s accepts the methods of the table, and names them to a request with another', async (path) => {
    const methods: readonly string[] = methodsAt(path)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((name) => !methods.includes(name))) {
      const response = await ask(path, method)
      expect({ method, status: response.status, allow: response.headers.get('allow')?.split(', ').sort() }).toEqual({
        method,
        status: 405,
        allow: methods,
      })
    }
    for (const method of methodsAt(path)) {
      const response = await ask(path, method)
      const { code } = (response.ok ? {} : await response.json()) as { code?: string }
      expect(['not_found', 'method_not_allowed', 'not_supported']).not.toContain(code)
    }
  })

  test('ask for a credential where the table says so', async () => {
    for (const { method, path, access } of ROUTES) {
      const response = await ask(path, method)
      expect({ path, method, isRefused: response.status === 401 }).toEqual({ path, method, isRefused: access !== 'anyone' })
    }
  })

  test('every schema of a body is the body of some request', () => {
    const bodies = Object.keys(protocol).filter((name) => name.endsWith('BodySchema') && name !== 'SnapshotBodySchema')
    const used = Object.values(openApi.paths).flatMap(({ parameters: _, ...methods }) =>
      Object.values(methods).flatMap(({ requestBody }) => requestBody?.content['application/json']?.schema.$ref ?? []),
    )
    expect(bodies.filter((name) => !used.includes(`#/components/schemas/${name.replace('Schema', '')}`))).toEqual([])
  })
})

describe('the documents', () => {
  const documents = filesBelow(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'docs', 'packages']).filter((path) =>
    path.endsWith('.md'),
  )

  test('link to files that are there', () => {
    for (const path of documents) {
      for (const [, target = ''] of readFileSync(inRoot(path), 'utf8').matchAll(/\]\(((?!https?:|#)[^)\s#]+)/g)) {
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
      const cited = readFileSync(inRoot(path), 'utf8').matchAll(/\b(?:LOG|SYNC|SEND|VOTE|ONLINE|PEOPLE|CONN)-\d+\b/g)
      for (const [id] of cited) expect(rules.has(id), `${path} cites ${id}`).toBe(true)
    }
  })
})
