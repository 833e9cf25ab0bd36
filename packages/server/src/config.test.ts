import { expect, test } from 'vitest'
import { describeConfig, readConfig, shareOf, warnings, workersOf, WrongConfig } from './config.ts'

test('no variable is required', () => {
  expect(readConfig({})).toMatchObject({
    HOST: '::',
    PORT: 8787,
    DATA_DIR: './data',
    TRUST_PROXY: '0',
    ALLOWED_ORIGINS: [],
    GUEST_POSTS_PER_MINUTE: 30,
    SESSION_POSTS_PER_SECOND: 100,
    JOINS_PER_SECOND: 300,
    NEWCOMER_SECONDS: 30,
    NEWCOMER_POSTS_PER_SECOND: 10,
    BALLOT_AFTER_SECONDS: 3,
    JOINS_ALARM_PER_MINUTE: 600,
    CONNECTS_PER_SECOND: 500,
    GUEST_REQUESTS_PER_SECOND: 100,
    GUEST_SOCKETS: 8,
    ADDRESS_REQUESTS_PER_SECOND: 3000,
    FILTER: 'hold',
    RETENTION_DAYS: 30,
    LOG_LEVEL: 'info',
  })
})

test('an empty variable counts as absent, an unknown one is ignored', () => {
  expect(readConfig({ PORT: '', HOME: '/somewhere' }).PORT).toBe(8787)
})

test.each([
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://localhost/wall'],
  ['PUBLIC_URL', 'wall.example'],
  ['PUBLIC_URL', 'https://wall.example/path'],
  ['ALLOWED_ORIGINS', 'https://good.example, bad.example'],
  ['ALLOWED_ORIGINS', 'http://localhost:5173:*'],
  ['ALLOWED_ORIGINS', 'localhost:*'],
  ['ALLOWED_ORIGINS', 'https://*.example'],
  ['TRUST_PROXY', 'yes'],
  ['GUEST_POSTS_PER_MINUTE', '1.5'],
  ['RETENTION_DAYS', '0'],
  ['LOG_LEVEL', 'loud'],
  ['WORKERS', '0'],
  ['WORKERS', '-1'],
  ['WORKERS', '1.5'],
  ['WORKERS', '65'],
  ['WORKERS', '999'],
  ['WORKERS', 'all'],
])('%s = %s is refused in a line that names it', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name}: must`))
})

test('origins may be exact, on any port, or all', () => {
  const listed = 'https://wall.example, http://localhost:*, http://[::1]:*, *'
  expect(readConfig({ ALLOWED_ORIGINS: listed }).ALLOWED_ORIGINS).toEqual(listed.split(', '))
})

test('WORKERS is one by default, a number, or as many as the machine has cores', () => {
  const of = (WORKERS?: string) => workersOf(readConfig({ WORKERS }), 6)
  expect([of(), of('1'), of('64'), of('auto')]).toEqual([1, 1, 64, 6])
})

test('workers share the totals of connections, and no limit stays none', () => {
  const config = readConfig({ WORKERS: '3', MAX_CONNECTIONS: '1000', CONNECTS_PER_SECOND: '0' })
  expect(shareOf(config, 3)).toEqual({ ...config, MAX_CONNECTIONS: 334, CONNECTS_PER_SECOND: 0 })
})

test('all wrong values are reported at once, one on each line', () => {
  const read = () => readConfig({ PORT: 'x', LOG_LEVEL: 'y', TRUST_PROXY: 'z' })
  expect(read).toThrow(WrongConfig)
  expect(read).toThrow(/^PORT.+\n.+\n.+$/)
})

test('a secret that is easy to guess is accepted with a warning', () => {
  expect(warnings(readConfig({ OPERATOR_TOKEN: 'secret' }))).toEqual([expect.stringContaining('OPERATOR_TOKEN')])
  expect(warnings(readConfig({ TOKEN_SECRET: 'x'.repeat(24) }))).toEqual([])
  expect(warnings(readConfig({}))).toEqual([])
})

test('every variable has a description', () => {
  for (const { name, meaning } of describeConfig()) expect(meaning, name).not.toBe('')
})
