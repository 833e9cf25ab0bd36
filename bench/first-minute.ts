import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import { launchChromium } from '../tests/support/chromium.ts'
import { freePort } from '../tests/support/free-port.ts'
import { readQr } from '../tests/support/read-qr.ts'
import { atMost, told } from './lib/figures.ts'
import { report } from './lib/report.ts'

/**
 * The first minute of somebody who has nothing but the terminal, in real Chromium: a laptop and a phone with a slower processor. The server is
 * started, its link is opened, a wall is made on which the host approves first, the phone scans the code from the laptop's screen, the big screen is
 * opened, a message is sent and approved. Each tap takes the time in which a person finds it, each letter that of typing it. Printed are the steps
 * with their taps and seconds.
 */

const { values } = parseArgs({
  options: {
    /** The time in which a person finds and reaches what is tapped next, in milliseconds. */
    think: { type: 'string', default: '2000' },
    /** The time of typing one letter, in milliseconds. */
    letter: { type: 'string', default: '150' },
    /** How many times slower than this machine the phone is. */
    slower: { type: 'string', default: '4' },
    /** A folder for a picture after each step. */
    pictures: { type: 'string' },
  },
})
const THINK_MS = Number(values.think)
const LETTER_MS = Number(values.letter)
const MOST_TAPS = 8
const LIMIT_S = 60
const TITLE = 'Ana & Miguel'
const MESSAGE = 'Our first wish for you two'
const MAIN = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url))

const startMs = performance.now()
const steps: { readonly what: string; readonly taps: number; readonly endMs: number }[] = []
let taps = 0
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs one step, and notes its taps and its end. */
async function step(what: string, run: () => Promise<void>, page?: Page): Promise<void> {
  const before = taps
  await run()
  steps.push({ what, taps: taps - before, endMs: performance.now() })
  if (values.pictures !== undefined) await page?.screenshot({ path: join(values.pictures, `first-minute-${steps.length}.png`) })
}

async function tap(target: Locator): Promise<void> {
  await pause(THINK_MS)
  taps += 1
  await target.click()
}

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: LETTER_MS })
}

const directory = mkdtempSync(join(tmpdir(), 'guestwall-first-minute-'))
const environment = { ...process.env, HOST: '127.0.0.1', PORT: String(await freePort()), DATA_DIR: directory, LOG_LEVEL: 'error' }
const server = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
const browser = await launchChromium()
try {
  let link = ''
  await step('the server starts and prints its link', async () => {
    for await (const line of createInterface(server.stdout)) {
      link = /Console\s+(http\S+)/.exec(line)?.[1] ?? ''
      if (link !== '') break
    }
  })
  // The rest of the output is read too, so that the server never waits for a full pipe.
  server.stdout.resume()

  const laptop = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await laptop.newPage()
  await step(
    'the link in the terminal opens the console',
    async () => {
      await pause(THINK_MS)
      taps += 1
      await console_.goto(link)
      await console_.getByRole('textbox', { name: 'Title' }).waitFor()
      await console_.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    },
    console_,
  )
  await step(
    'a title, and the wall is there: the host approves first',
    async () => {
      await type(console_, TITLE)
      await tap(console_.getByRole('button', { name: 'Create wall' }))
      await console_.getByRole('heading', { name: 'Three steps, and the wall is live' }).waitFor()
      if (!(await console_.getByRole('radio', { name: 'Approve first' }).first().isChecked())) throw new Error('approval is off')
    },
    console_,
  )
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', isMobile: true, hasTouch: true })
  const guest = await phone.newPage()
  await (await phone.newCDPSession(guest)).send('Emulation.setCPUThrottlingRate', { rate: Number(values.slower) })
  await step(
    'the phone scans the code on the laptop and comes in',
    async () => {
      const scanned = readQr(await console_.locator('.first-minute__card').screenshot())
      await pause(THINK_MS)
      taps += 1
      await guest.goto(scanned)
      await tap(guest.getByRole('button', { name: 'Write a message' }))
      await console_.getByText(/ joined\.$/).waitFor()
    },
    console_,
  )
  let screen: Page | null = null
  await step(
    'the big screen opens',
    async () => {
      const opened = laptop.waitForEvent('page')
      await tap(console_.getByRole('link', { name: 'Open it here' }))
      screen = await opened
      await screen.getByText('Write the first wish').first().waitFor()
      await console_.bringToFront()
      await console_.getByText(/^Opened \d/).waitFor()
    },
    console_,
  )
  await step(
    'a message is sent from the phone and waits for the host',
    async () => {
      await tap(guest.getByLabel('Your message'))
      await type(guest, MESSAGE)
      await tap(guest.getByRole('button', { name: 'Send' }))
      await console_.locator('.waiting-message').getByText(MESSAGE).waitFor()
    },
    console_,
  )
  await step(
    'the host approves it, and it is on the big screen',
    async () => {
      await tap(console_.getByRole('button', { name: /^Show: / }).filter({ visible: true }))
      await (screen as Page).getByText(MESSAGE).first().waitFor()
      await console_.getByRole('heading', { name: 'The wall is live' }).waitFor()
    },
    console_,
  )
} finally {
  await browser.close()
  const ended = once(server, 'exit')
  server.kill()
  await ended
  rmSync(directory, { recursive: true, force: true })
}

const seconds = (ms: number) => (ms - startMs) / 1000
report({
  row: 'first-minute',
  title: `First minute: ${THINK_MS} ms to find each tap, ${LETTER_MS} ms a letter, a phone ${values.slower} times slower than this machine`,
  figures: [
    ...steps.map(({ what, taps: count, endMs }) => told(`${what} (${count} ${count === 1 ? 'tap' : 'taps'})`, seconds(endMs), 's', 1)),
    atMost('together', seconds(steps.at(-1)?.endMs ?? Number.POSITIVE_INFINITY), LIMIT_S, 's', 1),
    atMost('taps', taps, MOST_TAPS, ''),
  ],
})
