import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import type { Case, Results } from './react-page.tsx'

let browser: Browser
let page: Page
const complaints: string[] = []
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./react-page.tsx', import.meta.url))],
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    conditions: ['guestwall:source'],
    // React's own complaints are made in development only.
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
  })
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
})
afterAll(() => browser.close())
afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

function run<Name extends Case>(name: Name): Promise<Results[Name]> {
  return page.evaluate((asked) => (globalThis as unknown as { runCase(name: string): Promise<never> }).runCase(asked), name)
}

test('useSnapshot subscribes once, however often its client changes', async () => {
  expect(await run('subscriptions')).toEqual({ subscriptions: 1, shown: '90' })
})

test('a page that a server rendered hydrates without a difference, however far its client has come by then', async () => {
  expect(await run('hydration')).toEqual({ rendered: true, problems: [], shown: 'connected', texts: ['already there'] })
})

test('one new message among a hundred renders its own item and no other', async () => {
  const { first, forOthers, forOwn, kept, count } = await run('items')
  expect({ first, kept, count }).toEqual({ first: 99, kept: 99, count: 100 })
  expect(forOthers).toBe(0)
  // Sending, delivered, on the wall: three states of one item.
  expect(forOwn).toBeLessThanOrEqual(3)
})

test('useRealtimeClient leaves one socket after four hot reloads in strict mode, and none when the page goes', async () => {
  expect(await run('hotReloads')).toEqual({ open: [1, 1, 1, 1, 1], guests: 1, afterwards: 0, pending: 0 })
})

test('one new message among a hundred renders one item, its list, and no reader of another part of the snapshot', async () => {
  const { shown, items, list, others } = await run('selectors')
  expect(shown).toBe(100)
  expect(items).toBeLessThanOrEqual(2)
  // Once for the message, once for the count of unseen ones.
  expect(list).toBeLessThanOrEqual(2)
  expect(others).toEqual({ app: 0, connection: 0, online: 0, votes: 0 })
})

test('a provider opens one socket in strict mode, keeps it while components below it are edited, and leaves none', async () => {
  expect(await run('strictProvider')).toEqual({ whileMounted: { opened: 1, closes: 0 }, closes: 1, afterwards: 0, pending: 0 })
})

test('another session closes the client of the one before', async () => {
  expect(await run('otherSession')).toEqual({ open: [1, 1, 1], shown: 'connected', afterwards: 0 })
})
