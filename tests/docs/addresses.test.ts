import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFiles, ROOT } from './documents.ts'

/** The two places where a path of the API is written. */
const WRITTEN_IN = ['packages/protocol/src/addresses.ts', 'packages/protocol/src/routes.ts']
/** A text of code that begins with a path of the API, also behind an address or an expression. */
const PATH = /(['"`]|\}|https?:\/\/[\w.:]+)\/api\//
const PRODUCT = /^(?:packages\/(?!conformance)\w+\/src|apps\/web)\/.*\.tsx?$/
const TEST = /\.test\.tsx?$/

test('a path of the API is written once, in the table of routes', () => {
  const found = repositoryFiles()
    .filter((path) => PRODUCT.test(path) && !TEST.test(path) && !WRITTEN_IN.includes(path))
    .flatMap((path) => linesWithPath(path).map((line) => `${path}:${line}: use ROUTES or addresses.ts`))
  expect(found).toEqual([])
})

/** The page itself asks for the session of a scanned code; its test says that it asks as `GuestClient` does. */
const EARLY = 'apps/web/guest/early-session.ts'

test('the web app sends no request by itself', () => {
  const senders = repositoryFiles().filter(
    (path) =>
      path.startsWith('apps/web/') &&
      path !== EARLY &&
      /\.tsx?$/.test(path) &&
      /\b(fetch|XMLHttpRequest)\(/.test(readFileSync(`${ROOT}/${path}`, 'utf8')),
  )
  expect(senders).toEqual([])
})

test('the check finds a path in each form of text', () => {
  expect(["get('/api/x')", 'get(`/api/${x}`)', '`${url}/api/x`', "'http://wall:1/api/x'"].every((line) => PATH.test(line))).toBe(true)
  expect(PATH.test('/** `GET /api/server`: facts */')).toBe(false)
})

function linesWithPath(path: string): number[] {
  const lines = readFileSync(`${ROOT}/${path}`, 'utf8').split('\n')
  return lines.flatMap((line, index) => (PATH.test(line) && !/^\s*(\/?\*|\/\/)/.test(line) ? [index + 1] : []))
}
