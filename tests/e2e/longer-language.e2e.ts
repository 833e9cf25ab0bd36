import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { screenFaults } from '../support/screen-faults.ts'
import { tourGuest, tourHost, tourWall } from './screens-tour.ts'
import { openVenue, type Venue } from './venue.ts'

/** Every screen in a language with two fifths more letters, at the sizes of a phone, a laptop and a projector. */

const SIZES = [
  [390, 844],
  [1280, 800],
  [1920, 1080],
] as const

/** What moves text takes less. The glow of a new card and the line that shows how far a letter has been read take longer, and move none. */
const MOVES_MS = 1_000

let venue: Venue
const webRoot = mkdtempSync(join(tmpdir(), 'guestwall-web-'))
beforeAll(async () => {
  const root = fileURLToPath(new URL('../../apps/web/', import.meta.url))
  // Not `production`: that build has no pseudo-language.
  await build({ configFile: join(root, 'vite.config.ts'), mode: 'test', logLevel: 'error', build: { outDir: webRoot, emptyOutDir: true } })
  venue = await openVenue({ guestUrl: () => 'http://192.168.1.20:8787' }, webRoot)
})
afterAll(async () => {
  await venue.stop()
  rmSync(webRoot, { recursive: true, force: true })
})

const found: string[] = []

async function look(name: string, page: Page): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    // A screen that measures itself lays itself out anew in the frame after.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await page.evaluate(() => document.fonts.ready)
    await page.waitForFunction((longestMs) => {
      const isMoving = ({ playState, effect }: Animation) =>
        playState === 'running' && Number(effect?.getComputedTiming().endTime) < longestMs
      return !document.getAnimations().some(isMoving)
    }, MOVES_MS)
    for (const fault of await page.evaluate(screenFaults)) found.push(`${name} at ${width} × ${height}: ${fault}`)
    const folder = process.env['PICTURES']
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${width}.png`) })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** The language is chosen as a person would have chosen it before. Without motion, which moves no letter's place and would be waited for at each size. */
async function context() {
  const chosen = await venue.browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    hasTouch: true,
    reducedMotion: 'reduce',
  })
  await chosen.addInitScript(() => localStorage.setItem('guestwall:language', 'en-XA'))
  return chosen
}

test.each([
  ['the guest’s page', tourGuest],
  ['the console', tourHost],
  ['the wall', tourWall],
])(
  '%s in a language that is two fifths longer: no text is cut or lies over another, nothing scrolls sideways, no target is below 44 px',
  async (_page, tour) => {
    await tour(venue, { context, look })
    expect([...new Set(found.splice(0))]).toEqual([])
  },
)

test('`?lang=` chooses a language where guests do not go', async () => {
  const page = await venue.open(await venue.phone(), '/?lang=en-XA')
  await page.getByRole('heading', { name: /^\[.*\]$/ }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en-XA')
  await page.context().close()
})
