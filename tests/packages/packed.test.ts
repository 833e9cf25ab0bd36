import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../scripts/lib/paths.mjs'
import { createSession } from '../support/http-calls.ts'
import { install, pack, PACKAGES, type Packed, runNpm } from './packed.test-kit.ts'

/** A program as a user writes it: it joins, writes, and reads the answer. */
const PROGRAM = `
import { RealtimeClient } from '@guestwall/client'
const [url, session] = process.argv.slice(2)
const client = new RealtimeClient({ url, session, guestName: '小明' })
client.connect()
const message = await client.sendMessage('新婚快乐', '小明')
console.log(JSON.stringify({ eventId: message.eventId, content: message.content }))
client.close()
`

let folder: string
let packed: Packed[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-packed-'))
  packed = []
  // One after the other: each looks whether the build is fresh, and the first makes it so.
  for (const name of PACKAGES) packed.push(await pack(name, folder))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a packed package', () => {
  test('holds the licence, a README, and every file that its manifest names; no source and no test', () => {
    for (const { manifest, files } of packed) {
      expect(files, manifest.name).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
      const named = Object.values(manifest.exports).flatMap((entry) =>
        typeof entry === 'string' ? [entry] : [entry['types'], entry['default']],
      )
      for (const path of [...named, ...Object.values(manifest.bin ?? {})]) {
        const [start = '', end = ''] = (path ?? '').replace('./', '').split('*')
        expect(
          files.filter((file) => file.startsWith(start) && file.endsWith(end)),
          `${manifest.name} ${path}`,
        ).not.toEqual([])
      }
      expect(files.filter((path) => /\.(test|contract)\.|\.tsx?$/.test(path) && !path.endsWith('.d.ts'))).toEqual([])
    }
  })

  test('needs its siblings in the version that is packed with it', () => {
    const versions = Object.fromEntries(packed.map(({ manifest }) => [manifest.name, manifest.version]))
    for (const { manifest } of packed) {
      const siblings = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@guestwall/'))
      for (const [name, version] of siblings) expect(version, `${manifest.name} needs ${name}`).toBe(versions[name])
    }
  })

  test('of the server holds the pages, and leaves nothing behind in the repository', async () => {
    const server = packed.find(({ manifest }) => manifest.bin !== undefined)
    for (const page of ['guest', 'wall', 'host', 'missing']) expect(server?.files).toContain(`web/${page}/index.html`)
    const { stdout } = await promisify(execFile)('git', ['status', '--short', '--ignored', 'packages'], { cwd: ROOT })
    expect(stdout).not.toMatch(/LICENSE|packages\/server\/web/)
  })
})

describe('the packed packages, installed in an empty folder', () => {
  let home: string
  let server: ChildProcess | undefined
  beforeAll(async () => {
    home = join(folder, 'home')
    await install(packed, home)
  }, 120_000)
  afterAll(() => server?.kill('SIGKILL'))

  test('explain themselves: npx guestwall --help', async () => {
    const help = await runNpm(home, 'exec', '--offline', '--', 'guestwall', '--help')
    for (const word of ['Usage: guestwall', 'Without a command it starts the wall', 'PORT', 'DATA_DIR']) expect(help).toContain(word)
  })

  test('start a wall with its pages, and carry a message from a program of a user', async () => {
    server = spawn(process.execPath, [join(home, 'node_modules/@guestwall/server/dist/main.js')], {
      cwd: home,
      env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await printedUrl(server)
    for (const [path, title] of [
      ['/', '留言墙'],
      ['/host', 'Guestwall'],
    ] as const) {
      const page = await fetch(`${url}${path}`)
      expect([path, page.status]).toEqual([path, 200])
      const text = await page.text()
      expect(text).toContain(title)
      for (const [, asset = ''] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
        expect((await fetch(`${url}${asset}`)).status).toBe(200)
    }
    const operatorToken = readFileSync(join(home, 'data/operator-token'), 'utf8').trim()
    const { session } = await createSession(url, operatorToken, { title: 'Packed' })
    writeFileSync(join(home, 'program.mjs'), PROGRAM)
    const { stdout } = await promisify(execFile)(process.execPath, ['program.mjs', url, session.id], { cwd: home })
    expect(JSON.parse(stdout)).toMatchObject({ content: '新婚快乐', eventId: expect.any(Number) as number })
    const exited = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})

/** The address in what a start prints. */
async function printedUrl(process: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of process.stdout as AsyncIterable<Buffer>) {
    printed += chunk.toString()
    const url = /Console +(http:\/\/\S+)\/host#/.exec(printed)?.[1]
    if (url !== undefined && printed.includes('Ctrl-C')) return url
  }
  throw new Error(`the server did not start: ${printed}`)
}
