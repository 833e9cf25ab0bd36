import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CACHE, inRoot } from '../../scripts/lib/paths.mjs'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'

/** A component with a state of its own, beside the page's: hot reload changes its words and keeps its count. */
const probe = (word: string) => `
import { useState } from 'react'
export function Probe() {
  const [count, setCount] = useState(0)
  return <button onClick={() => setCount(count + 1)}>{'${word} ' + count}</button>
}
`
const MOUNT = `
import { Probe } from './probe.tsx'
createRoot(document.body.appendChild(document.createElement('div'))).render(<Probe />)
`

/** For what hangs: a busy machine compiles every file of the pages for the first visit. */
const PATIENCE_MS = 120_000

let folder: string
let browser: Browser
let dev: ChildProcess
let output = ''

/** Waits until `npm run dev` has printed it, from `from` on. */
const printed = async (text: RegExp, from = 0): Promise<string> => {
  await expect.poll(() => output.slice(from)).toMatch(text)
  const [found = '', part = found] = text.exec(output.slice(from)) ?? []
  return part
}

beforeAll(async () => {
  // Below the repository, so that the copy finds the same packages.
  mkdirSync(CACHE, { recursive: true })
  folder = mkdtempSync(join(CACHE, 'dev-test-'))
  cpSync(inRoot('apps/web'), folder, { recursive: true, filter: (path) => !/node_modules|dist$/.test(path) })
  writeFileSync(join(folder, 'guest/probe.tsx'), probe('before'))
  appendFileSync(join(folder, 'guest/main.tsx'), MOUNT)
  browser = await launchChromium()
  const args = ['--host', '127.0.0.1', '--port', String(await freePort()), '--pages', folder]
  dev = spawn(process.execPath, [inRoot('scripts/dev.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [dev.stdout, dev.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
})

afterAll(async () => {
  // Its children end with it.
  dev.kill('SIGKILL')
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('npm run dev', () => {
  it('shows messages as they arrive, puts an edited component into the open page, replaces the server, and leaves nothing behind', async () => {
    const guests = await printed(/Guests +(http\S+)/)
    const serverUrl = await printed(/the server \((http\S+)\)/)
    const data = await printed(/Data: (\S+)/)
    expect(existsSync(data)).toBe(true)

    const page = await browser.newPage({ locale: 'en-US' })
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(guests)
    await page.getByLabel('Your name').fill('A developer')
    await page.getByRole('button', { name: 'Write a message' }).click()
    await page.getByText('Save us a dance!').waitFor()
    await page.getByText('百年好合！').first().waitFor()

    await page.getByRole('button', { name: 'before 0' }).click()
    await page.getByRole('button', { name: 'before 1' }).waitFor()
    // In one step: a server that reads the file while it is written would see a module without the component, which begins anew after that.
    writeFileSync(join(folder, 'probe.tsx.new'), probe('after'))
    renameSync(join(folder, 'probe.tsx.new'), join(folder, 'guest/probe.tsx'))
    // A watcher that is still looking through the folders has not seen the change: it is told again.
    const edited = page.getByRole('button', { name: /^after/ })
    const isThere = async () => {
      utimesSync(join(folder, 'guest/probe.tsx'), new Date(), new Date())
      return edited.count()
    }
    await expect.poll(isThere, { interval: 1_000 }).toBe(1)
    expect(await edited.innerText()).toBe('after 1')

    const before = output.length
    const messages = page.getByText('祝你们幸福')
    const count = await messages.count()
    const now = new Date()
    utimesSync(inRoot('packages/server/src/config.ts'), now, now)
    await printed(/server restarted/, before)
    await expect.poll(() => messages.count()).toBeGreaterThan(count)

    dev.kill('SIGINT')
    const [code] = (await once(dev, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(existsSync(data)).toBe(false)
    await expect(fetch(serverUrl)).rejects.toThrow('fetch failed')
    await expect(fetch(guests)).rejects.toThrow('fetch failed')
  })
})
