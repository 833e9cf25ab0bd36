import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession } from '@guestwall/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pack, type Packed } from '../packages/packed.test-kit.ts'
import {
  prepareNextProject,
  prepareViteProject,
  type Program,
  REACT_PACKAGES,
  runProgram,
  startProgram,
} from '../packages/react-projects.test-kit.ts'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { type Guestwall, startGuestwall } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'

/* The packed packages in projects of their users. They are packed as they are built: this test builds nothing. */
let folder: string
let packed: Packed[]
let wall: Guestwall
let browser: Browser
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestwall-packed-react-'))
  packed = await Promise.all(REACT_PACKAGES.map((name) => pack(name, folder, '--ignore-scripts')))
  wall = await startGuestwall({ config: { ALLOWED_ORIGINS: ['*'] } })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await wall?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A page of a project, what it complained of, and the sockets to the wall that it has opened. */
interface Visit {
  readonly page: Page
  readonly hosted: HostedSession
  readonly complaints: string[]
  readonly sockets: { opened: number; open: number }
}

async function visit(url: string): Promise<Visit> {
  const hosted = await wall.createSession()
  const page = await (await browser.newContext()).newPage()
  const complaints: string[] = []
  const sockets = { opened: 0, open: 0 }
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).port !== new URL(wall.url).port) return
    sockets.opened += 1
    sockets.open += 1
    socket.on('close', () => (sockets.open -= 1))
  })
  await page.goto(addressOf(url, hosted))
  await page.locator('main[data-state="connected"]').waitFor()
  return { page, hosted, complaints, sockets }
}

function addressOf(url: string, { session }: HostedSession): string {
  return `${url}/?url=${encodeURIComponent(wall.url)}&session=${session.id}`
}

/** Another guest writes. */
async function write(content: string, { session }: HostedSession): Promise<void> {
  const { token } = await wall.join(session.id, 'Ben')
  const key = `key-of-${content.replace(/\W/g, '-')}-in-this-test`
  await post(`${wall.url}/api/realtime/messages`, { session: session.id, guestName: 'Ben', content, key }, token)
}

describe('the packed packages in a Next.js project', () => {
  let project: string
  let next: Program
  let url: string
  beforeAll(async () => {
    project = await prepareNextProject(packed)
    await runProgram(project, 'next/dist/bin/next', 'build')
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    next = startProgram(project, 'next/dist/bin/next', 'start', '--port', String(port), '--hostname', '127.0.0.1')
    await next.waitFor('Ready')
  })
  afterAll(() => next?.stop())

  test('the server renders the wall before anything connects', async () => {
    const html = await (await fetch(addressOf(url, await wall.createSession()))).text()
    expect(html).toContain('data-state="connecting"')
    for (const text of ['gw-stream__empty', 'Write the first wish', 'gw-composer__field', 'Writing as', 'gw-votes'])
      expect(html).toContain(text)
  })

  test('the page hydrates without an error, and a message arrives live', async () => {
    const { page, hosted, complaints, sockets } = await visit(url)
    await write('To the two of you', hosted)
    await page.getByText('To the two of you').waitFor()
    await page.getByRole('textbox').fill('And to all of you')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.gw-state--shown').waitFor()
    const time = expect.stringMatching(/\d\d:\d\d/)
    expect(await page.locator('time').allTextContents()).toEqual([time, time])
    expect(sockets).toEqual({ opened: 1, open: 1 })
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

describe('the packed packages in a Vite project', () => {
  let project: string
  let vite: Program
  let url: string
  beforeAll(async () => {
    project = prepareViteProject(packed)
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    vite = startProgram(project, 'vite/bin/vite.js', '--port', String(port), '--strictPort', '--host', '127.0.0.1')
    await vite.waitFor('ready in')
  })
  afterAll(async () => {
    await vite?.stop()
    rmSync(project, { recursive: true, force: true })
  })

  /** Edits a file of the project as its developer does. */
  function edit(path: string, from: string, to: string): void {
    const file = join(project, path)
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }

  test('strict mode opens one socket, and hot reloading of components keeps it', async () => {
    const { page, hosted, complaints, sockets } = await visit(url)
    await write('Before the edit', hosted)
    await page.getByText('Before the edit').waitFor()
    await page.getByRole('textbox').fill('a draft')
    edit('src/wall.tsx', 'First version', 'Second version')
    await page.getByText('Second version').waitFor()
    edit('src/app.tsx', 'First version of', 'Second version of')
    await page.getByText('Second version of').waitFor()
    await write('After the edit', hosted)
    await page.getByText('After the edit').waitFor()
    expect(await page.getByRole('textbox').inputValue()).toBe('a draft')
    expect(sockets).toEqual({ opened: 1, open: 1 })
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('the build needs no configuration and prints no warning', async () => {
    const printed = await runProgram(project, 'vite/bin/vite.js', 'build')
    expect(printed).toContain('built in')
    expect(printed).not.toMatch(/warn|use client/i)
  })
})
