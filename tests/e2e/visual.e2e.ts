import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pathOf, ROUTES, type Session } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { comparePicture } from '../support/compare-picture.ts'
import type { EveningWriter } from '../support/evening.ts'
import { TOKEN_SECRET } from '../support/guestwall.ts'
import { packagedFonts } from '../support/packaged-fonts.ts'
import { unzip } from '../support/unzip.ts'
import { openVenue, type Venue } from './venue.ts'
import { end, evening, holdSome, NOW, pinFirst, vote, WISHES, writeLetter } from './visual-evenings.ts'

/**
 * The screens as pictures. A person looked at each one in `pictures`; UPDATE_PICTURES=1 makes them anew. Fonts come from packages, the server's clock stands, the
 * evening is the same at each run, and nothing moves.
 */

const ZH = 'zh-CN'
const EN = 'en-US'
const PHONE = [390, 844] as const
const LAPTOP = [1280, 800] as const
const PROJECTOR = [1920, 1080] as const
const clock = { ...systemClock, wallTime: () => Date.parse(NOW) }
const tokens = new Tokens(TOKEN_SECRET, 300, clock)

let venue: Venue
const folder = mkdtempSync(join(tmpdir(), 'guestwall-visual-'))
beforeAll(async () => {
  venue = await openVenue({ clock, credentials: tokens, guestUrl: () => 'http://192.168.1.20:8787' })
})
afterAll(async () => {
  await venue.stop()
  rmSync(folder, { recursive: true })
})

const NAMES_EN = { title: 'Ana & Miguel', subtitle: '22 · 11 · 2026 · Lisbon' }
const write = (id: string, change: Partial<Session>, wishes?: number) => evening(venue.wall.store, id, change, wishes)
const linkOf = async ({ session }: EveningWriter, role: 'host' | 'wall') =>
  `/${role}/${session.id}#token=${await tokens.issue({ sessionId: session.id, id: role, name: 'Host', role })}`

async function contextOf([width, height]: readonly [number, number], locale: string, isPhone = false): Promise<BrowserContext> {
  const context = await venue.browser.newContext({
    viewport: { width, height },
    locale,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    bypassCSP: true,
    ...(isPhone ? { isMobile: true, hasTouch: true } : {}),
  })
  await packagedFonts(context)
  await context.addInitScript(waitForFaces, FACES_LIMIT_MS)
  return context
}

/** A screen draws its first picture after so long in other faces. Then its cards stand where those had room. */
const FACES_LIMIT_MS = 1_500

/** In the page: it waits for its faces, however slow the machine is. */
function waitForFaces(limitMs: number): void {
  const set = window.setTimeout
  const patient = (run: () => void, ms?: number) => set(run, ms === limitMs ? 60_000 : ms)
  window.setTimeout = patient as typeof window.setTimeout
}

/** A phone at an address; with a name, that of a guest who has been there before. */
async function phone(
  writer: EveningWriter,
  locale: string,
  options: { name?: string; size?: readonly [number, number] } = {},
): Promise<Page> {
  const context = await contextOf(options.size ?? PHONE, locale, true)
  if (options.name !== undefined)
    await context.addInitScript(([key, name]) => localStorage.setItem(key, name), [
      `guestwall:name:${writer.session.id}`,
      options.name,
    ] as const)
  return venue.open(context, `/${writer.session.code}`)
}

async function screen(writer: EveningWriter, size: readonly [number, number], locale = ZH, search = ''): Promise<Page> {
  const path = (await linkOf(writer, 'wall')).replace('#', `${search}#`)
  return venue.open(await contextOf(size, locale), path)
}

async function desk(writer: EveningWriter, locale: string, size: readonly [number, number] = LAPTOP): Promise<Page> {
  const page = await venue.open(await contextOf(size, locale, size === PHONE), await linkOf(writer, 'host'))
  await page.locator('.console__link--well').waitFor()
  return page
}

/** The page once it has its fonts and two pictures of it are the same. `hides`: what tells of this machine and this moment. */
async function settled(page: Page, hides: readonly string[] = []): Promise<Buffer> {
  await page.locator('#packaged-fonts[data-loaded]').waitFor({ state: 'attached' })
  // On a screen it goes by itself, after a while.
  await page.addStyleTag({ content: '.toolbar { display: none !important }' })
  const take = async (): Promise<Buffer> => {
    // When faces come, texts fade in again: two pictures from the beginning of a fade are equal, and show no text.
    await page.waitForFunction(
      () =>
        document.fonts.status === 'loaded' &&
        document
          .getAnimations()
          .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
    )
    return page.screenshot({ animations: 'disabled', mask: hides.map((each) => page.locator(each)), maskColor: '#888888' })
  }
  for (let before = await take(); ; ) {
    const now = await take()
    if (now.equals(before)) return now
    before = now
  }
}

/** How the page differs from the picture of this name; `null`: it does not. Closes the page. */
async function difference(name: string, page: Page, hides: readonly string[] = []): Promise<string | null> {
  const differs = await comparePicture(name, await settled(page, hides))
  await page.context().close()
  return differs
}

const cards = (page: Page, count: number) =>
  page.waitForFunction((least) => document.querySelectorAll('.gw-wall__slot[data-message]').length >= least, count)

test('the invitation on a phone looks as it was kept', async () => {
  const entry = await phone(await write('vdaar2', { theme: 'linen' }), ZH)
  await entry.locator('.entry__form .field').fill('闺蜜 Lily')
  expect(await difference('phone-invitation-zh', entry)).toBeNull()
  const small = await phone(await write('vdaar3', { theme: 'paper', ...NAMES_EN }), EN, { size: [320, 568] })
  await small.locator('.entry__form .field').fill('Lily')
  expect(await difference('phone-invitation-small-en', small)).toBeNull()
})

test('the messages on a phone look as they were kept', async () => {
  const linen = await phone(await write('vraam2', { theme: 'linen', reactions: true }), ZH, { name: '闺蜜 Lily' })
  await linen
    .locator('.reactions__sum')
    .nth(WISHES.length - 1)
    .waitFor()
  expect(await difference('phone-messages-zh', linen)).toBeNull()
  const night = await phone(await write('vraam3', { theme: 'night', ...NAMES_EN }), EN, { name: 'Lily' })
  await night
    .locator('.gw-note')
    .nth(WISHES.length - 1)
    .waitFor()
  expect(await difference('phone-messages-night-en', night)).toBeNull()
})

test('a vote, and the end, on a phone look as they were kept', async () => {
  const garden = await write('vvate2', { theme: 'garden', ...NAMES_EN })
  await vote(garden, true)
  const page = await phone(garden, EN, { name: 'Lily' })
  await page.locator('#tab-votes').click()
  await page.locator('.gw-votes__closed, .gw-tally').first().waitFor()
  expect(await difference('phone-vote-en', page)).toBeNull()
  const ended = await write('vended', { theme: 'cinnabar' })
  await end(ended)
  const late = await phone(ended, ZH)
  await late.locator('.entry__rule').waitFor()
  expect(await difference('phone-ended-zh', late)).toBeNull()
})

test('messages on a screen, few, many, with a letter, and pinned look as they were kept', async () => {
  const few = await screen(await write('vwaaf2', { theme: 'linen' }, 3), PROJECTOR)
  await cards(few, 3)
  expect(await difference('wall-few-linen', few)).toBeNull()
  const many = await write('vwaam2', { theme: 'cinnabar' }, 5)
  await pinFirst(many)
  const full = await screen(many, PROJECTOR)
  await cards(full, 6)
  expect(await difference('wall-pinned-cinnabar', full)).toBeNull()
  const letter = await write('vwaat2', { theme: 'night' }, 0)
  await writeLetter(letter)
  const night = await screen(letter, PROJECTOR)
  await cards(night, 1)
  expect(await difference('wall-letter-night', night)).toBeNull()
})

test('messages on screens of other shapes look as they were kept', async () => {
  const portrait = await screen(await write('vwaap2', { theme: 'garden' }, 6), [1080, 1920])
  await cards(portrait, 4)
  expect(await difference('wall-portrait-garden', portrait)).toBeNull()
  const led = await screen(await write('vwaad2', { theme: 'paper' }, 6), [3840, 1080])
  await cards(led, 4)
  expect(await difference('wall-led-paper', led)).toBeNull()
  const old = await screen(await write('vwaac2', { theme: 'contrast', ...NAMES_EN }, 3), [1024, 768], EN)
  await cards(old, 3)
  expect(await difference('wall-small-contrast-en', old)).toBeNull()
})

test('danmaku, results, the page with the code, and the end, on a screen look as they were kept', async () => {
  const danmaku = await screen(await write('vwaax2', { theme: 'cinnabar', layout: 'danmaku' }), PROJECTOR)
  await danmaku.locator('.gw-danmaku [data-message], .gw-danmaku__item').nth(2).waitFor()
  expect(await difference('wall-danmaku-cinnabar', danmaku)).toBeNull()
  const counted = await write('vwaar2', { theme: 'night', layout: 'results', ...NAMES_EN })
  await vote(counted, true)
  const results = await screen(counted, PROJECTOR, EN)
  await results.locator('.gw-share__percent').first().waitFor()
  expect(await difference('wall-results-night-en', results)).toBeNull()
  const idle = await screen(await write('vwaay2', { theme: 'linen' }, 0), PROJECTOR)
  await idle.locator('.idle').waitFor()
  expect(await difference('wall-idle-linen', idle)).toBeNull()
  const over = await write('vwaaz2', { theme: 'garden', ...NAMES_EN })
  await end(over)
  expect(await difference('wall-ended-garden-en', await screen(over, PROJECTOR, EN))).toBeNull()
})

/** Addresses of this machine, and what it measures. */
const OF_THIS_MACHINE = ['.console__health', '.address-list:visible']

test('the console looks as it was kept', async () => {
  const queue = await write('vhast2', { theme: 'linen', moderation: 'approve' }, 4)
  await holdSome(queue)
  const laptop = await desk(queue, ZH)
  await laptop.locator('#tab-messages').click()
  await laptop.locator('.queue__item').nth(3).waitFor()
  expect(await difference('console-queue-zh', laptop, OF_THIS_MACHINE)).toBeNull()
  const thumb = await desk(queue, ZH, PHONE)
  await thumb.locator('#tab-messages').click()
  expect(await difference('console-phone-zh', thumb, OF_THIS_MACHINE)).toBeNull()
  const first = await desk(await write('vhast3', { theme: 'linen', ...NAMES_EN, moderation: 'approve' }, 0), EN)
  await first.getByRole('heading', { name: 'Three steps, and the wall is live' }).waitFor()
  expect(await difference('console-first-minute-en', first, OF_THIS_MACHINE)).toBeNull()
  const asked = await write('vhast4', { theme: 'paper', ...NAMES_EN }, 3)
  await vote(asked, true)
  const votes = await desk(asked, EN)
  await votes.locator('#tab-votes').click()
  await votes.locator('.host-vote--closed').waitFor()
  expect(await difference('console-votes-en', votes, OF_THIS_MACHINE)).toBeNull()
})

test('the cards that a host prints look as they were kept', async () => {
  const page = await desk(await write('vpraat', { theme: 'linen' }), ZH)
  await page.locator('#tab-share').click()
  await page.locator('.print-panel input').first().fill('1-8')
  await page.locator('.print-panel__acts button').first().click()
  await page.locator('.table-card').nth(7).waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 794, height: 1123 })
  expect(await difference('print-cards-zh', page)).toBeNull()
})

test('the page and the book of a keepsake look as they were kept', async () => {
  const kept = await write('vkept2', { theme: 'linen' })
  await vote(kept, true)
  await end(kept)
  const token = (await linkOf(kept, 'host')).split('=')[1]
  const address = `${venue.wall.url}${pathOf(ROUTES.getKeepsake, kept.session.id)}?language=zh-CN&timeZone=Asia/Shanghai`
  const archive = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
  mkdirSync(folder, { recursive: true })
  for (const [path, bytes] of unzip(Buffer.from(await archive.arrayBuffer()))) {
    if (/\.(html|pdf)$/.test(path)) writeFileSync(join(folder, basename(path)), bytes)
  }
  const context = await contextOf(LAPTOP, ZH)
  const page = await context.newPage()
  await page.goto(pathToFileURL(join(folder, '回放.html')).href)
  await page
    .getByRole('article')
    .nth(WISHES.length - 1)
    .waitFor()
  expect(await difference('keepsake-replay-zh', page)).toBeNull()
  execFileSync('pdftoppm', ['-r', '50', '-png', '-f', '1', '-l', '2', join(folder, '留言册.pdf'), join(folder, 'book')])
  for (const number of [1, 2])
    expect(await comparePicture(`keepsake-book-${number}-zh`, readFileSync(join(folder, `book-${number}.png`)))).toBeNull()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
