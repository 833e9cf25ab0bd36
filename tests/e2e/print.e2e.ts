import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readQr } from '../support/read-qr.ts'
import { openVenue, type Venue } from './venue.ts'

/** The pages that a host prints, as the printer gets them. */

const GUESTS_AT = 'http://192.168.1.23:8787'
const MM = 96 / 25.4
/** The white around a code that a reader needs, in pixels. */
const WHITE = 30
const SHEET = { width: Math.round(210 * MM), height: Math.round(297 * MM) }

let venue: Venue
beforeAll(async () => {
  venue = await openVenue({ guestUrl: () => GUESTS_AT })
})
afterAll(() => venue.stop())

/** The part of sharing of a new wall. */
async function openShare(session: object, locale: string): Promise<{ hosted: HostedSession; page: Page }> {
  const hosted = await venue.wall.createSession({ moderation: 'approve', ...session })
  return { hosted, page: await openShareOf(hosted, locale) }
}

async function openShareOf(hosted: HostedSession, locale: string): Promise<Page> {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale })
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.locator('#tab-share').click()
  return page
}

/** The sheets on paper: no bar, no scale of the screen. */
async function onPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(SHEET)
  await page.evaluate(() => document.fonts.ready)
}

/** Texts and codes that are cut by their card or their sheet, or lie over another one. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const seen = (element: Element) => element.getBoundingClientRect()
    for (const card of document.querySelectorAll('.table-card, .poster')) {
      const frame = seen(card)
      const sheet = seen(card.closest('.paper-sheet') as Element)
      if (frame.left < sheet.left - 1 || frame.right > sheet.right + 1 || frame.top < sheet.top - 1 || frame.bottom > sheet.bottom + 1)
        faults.push('a card leaves its sheet')
      const leaves = [...card.querySelectorAll('*')].filter(
        (each) => each.tagName !== 'path' && each.tagName !== 'WBR' && each.children.length === 0,
      )
      const boxes = leaves.map((leaf) => ({ box: seen(leaf), text: leaf.textContent ?? leaf.tagName }))
      for (const { box, text } of boxes) {
        if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
          faults.push(`cut: ${text}`)
      }
      const blocks = [...card.querySelectorAll('.table-card__qr, .table-card__words > *, .table-card__foot > *, .poster > *')].map(
        (each) => ({
          box: seen(each),
          text: each.textContent || each.getAttribute('class'),
        }),
      )
      for (const [at, one] of blocks.entries()) {
        for (const other of blocks.slice(at + 1)) {
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
          if (across > 1 && down > 1) faults.push(`over each other: ${one.text} / ${other.text}`)
        }
      }
    }
    return faults
  })
}

/** The pages of a PDF, each with its size in points. */
function pagesOf(pdf: Buffer): string[] {
  return [...pdf.toString('latin1').matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box = '']) =>
    box
      .trim()
      .split(/\s+/)
      .map((number) => Math.round(Number(number)))
      .join(' '),
  )
}

const NAMES = {
  zh: { title: '欧阳娜娜小公主与她的王子殿下 & 司徒慕容白居易', locale: 'zh-CN', theme: 'linen', print: '打印桌卡' },
  en: {
    title: 'Alexandra Montgomery-Featherstone & Bartholomew Wolfeschlegelstein',
    locale: 'en-US',
    theme: 'night',
    print: 'Print table cards',
  },
} as const

test.each([NAMES.zh, NAMES.en])(
  'cards of $title: eight on a sheet of A4, none cut, each code black, 42 mm, and read as the address with the tag of its table',
  async ({ title, locale, theme, print }) => {
    const { hosted, page } = await openShare({ title, theme }, locale)
    await page.locator('.print-panel input').first().fill('1-9, 主桌 & 亲友团的长辈们')
    await page.getByRole('button', { name: print }).click()
    await page.locator('.table-card').nth(9).waitFor()
    await onPaper(page)
    expect(await cut(page)).toEqual([])
    expect(
      await page.locator('.paper-sheet').evaluateAll((sheets) => sheets.map((sheet) => sheet.querySelectorAll('.table-card').length)),
    ).toEqual([8, 2])
    const links: string[] = []
    for (const card of await page.locator('.table-card').all()) links.push(readQr(await card.screenshot()))
    const address = `${GUESTS_AT}/${hosted.session.code}`
    expect(links.map((link) => link.replace(/\?.*/, ''))).toEqual(links.map(() => address))
    expect(links.map((link) => new URL(link).searchParams.get('t'))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '主桌 & 亲友团的长辈们',
    ])
    const qr = page.locator('.table-card__qr').first()
    const box = await qr.boundingBox()
    expect([box?.width, box?.height].map((side) => Math.round((side ?? 0) / MM))).toEqual([42, 42])
    expect(await qr.locator('path').evaluate((path) => getComputedStyle(path).fill)).toBe('rgb(0, 0, 0)')
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))).toEqual(['0 0 595 842', '0 0 595 842'])
    await page.context().close()
  },
)

test('a poster is one sheet, with the address and the Wi-Fi; the password leaves this browser in no request', async () => {
  const { hosted, page } = await openShare(
    { title: NAMES.en.title, subtitle: '22 November 2026 · Lisbon, the garden by the old mill' },
    'en-US',
  )
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`))
  await page.getByText('Wi-Fi for guests').click()
  await page.getByLabel('Name of the Wi-Fi').fill('Hotel;Garden')
  await page.getByLabel('Password').fill('wedding-of-2026')
  await page.getByRole('button', { name: 'Make the QR code' }).click()
  const wifi = page.getByRole('img', { name: 'QR code of the Wi-Fi Hotel;Garden' })
  expect(readQr(await wifi.screenshot())).toBe('WIFI:T:WPA;P:wedding-of-2026;S:Hotel\\;Garden;;')
  await page.getByRole('button', { name: 'Print a poster' }).click()
  await page.locator('.poster').waitFor()
  await onPaper(page)
  expect(await cut(page)).toEqual([])
  const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator('.poster__qr').boundingBox()) ?? {}
  const withWhite = { x: x - WHITE, y: y - WHITE, width: width + 2 * WHITE, height: height + 2 * WHITE }
  expect(readQr(await page.screenshot({ clip: withWhite }))).toBe(`${GUESTS_AT}/${hosted.session.code}`)
  expect(pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }))).toEqual(['0 0 595 842'])
  await page.emulateMedia({ media: 'screen' })
  await page.goBack()
  await page.getByRole('button', { name: 'Print a poster' }).waitFor()
  expect(sent.filter((request) => request.includes('wedding-of-2026'))).toEqual([])
  await page.context().close()
})

test('the tables that one host types are those of every host; a guest who scans the card of a table stands in the list with the table', async () => {
  const { hosted, page } = await openShare({ title: 'Ana & Tom' }, 'en-US')
  const tablesOf = (of: Page) => of.locator('.print-panel input').first()
  const other = await openShareOf(hosted, 'zh-CN')
  await tablesOf(page).fill('3, 主桌')
  await expect.poll(() => tablesOf(other).inputValue()).toBe('3, 主桌')
  await other.reload()
  await expect.poll(() => tablesOf(other).inputValue()).toBe('3, 主桌')
  await other.context().close()
  const phone = await venue.phone()
  const guest = await venue.open(phone, `/${hosted.session.code}?t=3`)
  await guest.getByLabel('Your name').fill('Lily')
  await guest.getByRole('button', { name: 'Write a message' }).click()
  await guest.getByLabel('Your message').fill('From table three')
  await guest.getByRole('button', { name: 'Send' }).click()
  await page.locator('#tab-messages .tabs__count').waitFor()
  await page.locator('#tab-guests').click()
  await page.locator('.guest-row').filter({ hasText: 'Lily' }).getByText('Table 3').waitFor()
  await phone.close()
  await page.context().close()
})

test('no page reported an error: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
