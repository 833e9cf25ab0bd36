import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalText } from '../src/audit/audit-file.ts'
import { receiptOf } from '../src/audit/receipt.ts'
import { sealOf } from '../src/audit/seal.ts'
import { cli } from '../src/cli/cli.ts'
import { Progress } from '../src/cli/progress.ts'
import { plain } from '../src/cli/plain-text.ts'
import { openSqliteStore } from '../src/stores/open-sqlite-store.ts'
import type { Store } from '../src/log/store.ts'
import { VirtualClock } from '@guestwall/protocol/testing'
import { canMakeDisks, SmallDisk } from '../../../tests/support/small-disk.ts'
import { SEAL, type Seeded, seedVotes, tamper, temporaryDirectories } from './audit.test-kit.ts'

const SECRET = 'token-secret-of-these-tests-only'
const directory = temporaryDirectories()
let path: string
let store: Store
let seeded: Seeded
let auditFile: string

beforeAll(async () => {
  path = directory()
  store = await openSqliteStore(path)
  seeded = await seedVotes(store, { code: 'AB2CD3' })
  auditFile = join(directory(), 'audit.json')
  await run(['export', seeded.session.id, '--what', 'audit', '--out', auditFile])
})
afterAll(() => store.close())

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly isStarted: boolean
}

async function run(words: readonly string[], environment: Record<string, string> = { DATA_DIR: path, TOKEN_SECRET: SECRET }): Promise<Ran> {
  const said = { out: '', err: '' }
  const to = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString()
        done()
      },
    })
  let isStarted = false
  const start = () => {
    isStarted = true
    return Promise.resolve()
  }
  const code = await cli(words, { out: to('out'), err: to('err'), environment, clock: new VirtualClock() }, start)
  return { code, ...said, isStarted }
}

describe('guestwall', () => {
  test('starts the server without a command, and not with an unknown one', async () => {
    expect(await run([])).toMatchObject({ code: 0, isStarted: true })
    for (const words of [['--help'], ['--version'], ['--check-config'], ['recount'], ['nonsense'], ['--nonsense']]) {
      expect(await run(words)).toMatchObject({ isStarted: false })
    }
  })

  test('--help lists every command, option and variable; COMMAND --help gives details', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of [
      'backup FILE',
      'restore FILE',
      'recount SESSION',
      'export SESSION',
      'verify FILE',
      '--check-config',
      '--version',
      'DATABASE_URL',
    ])
      expect(out).toContain(word)
    for (const name of ['backup', 'restore', 'recount', 'export', 'verify']) {
      const own = await run([name, '--help'])
      expect(own.code).toBe(0)
      expect(own.out).toMatch(new RegExp(`^Usage: guestwall ${name} `))
      expect(own.out).toContain('Exit code')
    }
  })

  test('--version and --check-config print to stdout', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await run(['--check-config'])).toMatchObject({ code: 0, out: 'The configuration is good.\n' })
    expect(await run(['--check-config'], { PORT: 'x' })).toMatchObject({
      code: 1,
      err: 'guestwall: PORT: must be a port from 0 to 65535\n',
    })
  })

  test.each([
    [['recuont'], /there is no command recuont; there are backup, restore, recount, export, keepsake, verify/],
    [['--reconut'], /--reconut/],
    [['recount'], /SESSION is missing/],
    [['recount', 'a', 'b'], /one SESSION at a time: b is too much/],
    [['recount', '--fast', 'a'], /--fast/],
    [['recount', 'nothing'], /there is no session nothing: give its id or its join code/],
    [['export', 'a'], /: What must be one of messages, votes, ballots, guests, activity, audit/],
    [['export', 'a', '--what', 'guests', '--language', 'fr'], /: Language must be one of en, zh-CN/],
    [['export', 'a', '--what', 'votes', '--format', 'pdf'], /: Format must be one of json, csv, xlsx/],
    [['export', 'a', '--what', 'audit', '--format', 'csv'], /guestwall: The audit file is json alone/],
    [['export', 'a', '--what'], /--what/],
    [['verify'], /FILE is missing/],
    [['verify', '/nowhere/at-all.json'], /cannot be read/],
    [['verify', 'file', '--receipt', 'nonsense'], /--receipt takes a receipt/],
  ])('%j is wrong use: it prints a sentence and exits with code 2', async (words, said) => {
    const { code, out, err } = await run(words)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(said)
    expect(err).toMatch(/^guestwall: /)
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('an error is one line and exit code 2', async () => {
    const nowhere = directory()
    expect(await run(['recount', 'a'], { DATA_DIR: nowhere })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^guestwall: there is no database in .+\n$/),
    })
    expect(existsSync(join(nowhere, 'guestwall.db'))).toBe(false)
    expect(await run(['recount', 'a'], { PORT: 'x' })).toMatchObject({ code: 2 })
  })

  test('the program behaves as the function does', { timeout: 300_000 }, async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const program = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['--conditions=guestwall:source', '--import', 'tsx', main, ...words], {
        env: { PATH: process.env['PATH'], DATA_DIR: path },
      }).then(
        ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
      )
    expect(await program('--nonsense')).toMatchObject({ code: 2, stdout: '' })
    const intact = await program('verify', auditFile)
    expect(intact).toMatchObject({ code: 0, stderr: '' })
    expect(intact.stdout).toContain('The file is intact.')
  })
})

describe('guestwall recount', () => {
  test('[VOTE-2] reports agreement beside a running server, by id and by code as people type it', async () => {
    for (const asked of [seeded.session.id, 'ab2cd3']) {
      const { code, out } = await run(['recount', asked])
      expect(code).toBe(0)
      expect(out).toContain('All agree: 3 votes.')
      expect(out.split('\n').filter((line) => line.includes('agrees'))).toHaveLength(3)
    }
  })

  test('[VOTE-2] reports differences with exit code 1', async () => {
    const other = directory()
    const touched = await openSqliteStore(other)
    const { session, closedId } = await seedVotes(touched)
    tamper(other, `update votes set counts = '{"o1":3,"o2":0,"o3":0}' where id = '${closedId}'`)
    const { code, out } = await run(['recount', session.id], { DATA_DIR: other })
    await touched.close()
    expect(code).toBe(1)
    expect(out).toMatch(/DIFFERS .*今晚谁先哭/)
    expect(out).toContain('“新郎”: 3 stored, 1 in the ballots table')
    expect(out).toContain('1 of 3 votes DIFFER.')
  })
})

describe('guestwall export', () => {
  test('writes to stdout, or to a file that only its owner can read', async () => {
    const { code, out } = await run(['export', 'AB2CD3', '--what', 'ballots', '--format', 'csv'])
    expect(code).toBe(0)
    expect(out).toMatch(/^\uFEFF"question","seq","choices","voteId"\r\n/)
    expect(statSync(auditFile).mode & 0o777).toBe(0o600)
  })

  test('overwrites no file', async () => {
    const before = readFileSync(auditFile)
    const again = await run(['export', 'AB2CD3', '--what', 'votes', '--out', auditFile])
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
    expect(readFileSync(auditFile)).toEqual(before)
    expect(await run(['export', 'AB2CD3', '--what', 'votes', '--out', '/nowhere/at/all'])).toMatchObject({ code: 2 })
  })

  test.runIf(canMakeDisks)('that does not fit on the disk leaves no part there, and says why in one line', async () => {
    const disk = new SmallDisk(join(directory(), 'disk'), '1m')
    disk.fill()
    expect(await run(['export', 'AB2CD3', '--what', 'audit', '--out', join(disk.path, 'audit.json')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/\nguestwall: .+ cannot be written: ENOSPC[^\n]+\n$/),
    })
    const isThere = existsSync(join(disk.path, 'audit.json'))
    disk.dispose()
    expect(isThere).toBe(false)
  })

  test('signs with the server’s key, names it, and creates none', async () => {
    const signed = await run(['export', 'AB2CD3', '--what', 'audit'])
    expect(signed.err).toContain(SEAL.publicKey)
    const refused = await run(['export', 'AB2CD3', '--what', 'audit'], { DATA_DIR: path })
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('there is no token-secret') })
    expect(existsSync(join(path, 'token-secret'))).toBe(false)
    writeFileSync(join(path, 'token-secret'), `${SECRET}\n`)
    expect((await run(['export', 'AB2CD3', '--what', 'audit'], { DATA_DIR: path })).err).toContain(SEAL.publicKey)
  })
})

describe('guestwall verify', () => {
  const nothing = {}

  test('reports for an intact file what it recounted, the key, and what the signature does not prove', async () => {
    const { code, out } = await run(['verify', auditFile], nothing)
    expect(code).toBe(0)
    expect(out).toContain('新郎 1, 新娘 1, 爸爸 1 (ballots: 3, entries: 4), as event')
    expect(out).toMatch(/fingerprint {2}([0-9a-f]{4} ){7}/)
    expect(out).toContain('Without --key the signature only proves that the file is whole, not who made it.')
  })

  test('with --key distinguishes the operator’s file from another one', async () => {
    expect(await run(['verify', auditFile, '--key', SEAL.publicKey], nothing)).toMatchObject({
      code: 0,
      out: expect.stringContaining('signed with the key given'),
    })
    const other = await run(['verify', auditFile, '--key', sealOf('somebody else, with a secret').publicKey], nothing)
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('WRONG: the file was signed with another key') })
  })

  test('names the first thing that is wrong, with exit code 1', async () => {
    const changed = join(directory(), 'changed.json')
    writeFileSync(changed, readFileSync(auditFile, 'utf8').replace('"count":1', '"count":2'))
    const { code, out } = await run(['verify', changed], nothing)
    expect(code).toBe(1)
    expect(out).toMatch(/WRONG: vote .+: “新郎”: 2 announced, 1 re-added/)
    expect(out).not.toContain('intact')
  })

  test('finds a receipt, and exits with code 1 where it is missing', async () => {
    const audit = JSON.parse(readFileSync(auditFile, 'utf8')) as { votes: { id: string; entries: { hash: string }[] }[]; session: string }
    const [vote] = audit.votes
    const hash = vote?.entries[0]?.hash ?? ''
    const whole = receiptOf(SEAL, { session: audit.session, voteId: vote?.id ?? '', seq: 1, hash })
    for (const receipt of [`1-${hash.slice(0, 12)}`, JSON.stringify(whole)]) {
      const found = await run(['verify', auditFile, '--receipt', receipt], nothing)
      expect(found).toMatchObject({ code: 0, out: expect.stringContaining('receipt      in “今晚谁先哭？”: 新郎; it counts') })
    }
    const missing = await run(['verify', auditFile, '--receipt', '1-000000000000'], nothing)
    expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('NOT THERE') })
  })

  test('prints no control characters, whatever the file contains', async () => {
    const hostile = join(directory(), 'hostile.json')
    const audit = JSON.parse(readFileSync(auditFile, 'utf8')) as Parameters<typeof canonicalText>[0]
    for (const vote of audit.votes) vote.question = '\u001B[2J\u202Egnihton\r\nThe file is intact.'
    writeFileSync(hostile, canonicalText({ ...audit, publicKey: '\u001B]0;x\u0007', writtenAt: '\u001B[1m' }))
    const { code, out } = await run(['verify', hostile], nothing)
    expect(code).toBe(1)
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u)
    expect(out.split('\n')).not.toContain('The file is intact.')
    expect(plain('一'.repeat(100), 10)).toBe(`${'一'.repeat(9)}…`)
  })
})

test('prints progress after two seconds, and then every two seconds at most', () => {
  const clock = new VirtualClock()
  let said = ''
  const err = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString()
      done()
    },
  })
  const progress = new Progress({ err, clock })
  progress.at('one')
  clock.advance(1_999)
  progress.at('two')
  expect(said).toBe('')
  clock.advance(1)
  progress.at('three')
  progress.at('four')
  clock.advance(2_000)
  progress.at('five')
  expect(said).toBe('… three\n… five\n')
})
