import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { GuestPage, openVenue, stopClock, type Venue } from './venue.ts'

/** The common rules of targets, fields and dialogs, tested once for all pages. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim())

describe.each([
  ['a browser with modal dialogs', false],
  ['a browser from before 2022', true],
])('in %s', (_name, isOld) => {
  test('a dialog takes the focus; Escape closes it, and the focus returns to what opened it', async () => {
    const hosted = await venue.wall.createSession({ title: 'Dialogs' })
    const context = await venue.phone()
    if (isOld) await context.addInitScript(() => delete (HTMLDialogElement.prototype as { showModal?: unknown }).showModal)
    const { page } = await GuestPage.join(venue, hosted, 'Keyboard', context)
    for (const [opener, title] of [
      ['1 here', '1 here'],
      ['Rename', 'Change your name'],
    ] as const) {
      await page.getByRole('button', { name: opener }).focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: title })
      await dialog.waitFor()
      expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true)
      expect(await seriousFindings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await expect.poll(() => focused(page)).toBe(opener)
    }
    await context.close()
  })
})

test('a busy button says so, keeps the focus, and presses on it do nothing', async () => {
  const hosted = await venue.wall.createSession({ title: 'Busy' })
  const context = await venue.phone()
  await context.route(`**/api/sessions/${hosted.session.code}`, () => undefined)
  const page = await venue.open(context, '/')
  // The request has no end: nothing happens by itself from here on.
  await page.clock.install()
  await stopClock(page)
  await page.evaluate(() =>
    addEventListener('submit', () => Object.assign(window, { submits: ((window as { submits?: number }).submits ?? 0) + 1 })),
  )
  await page.getByLabel('Code').fill(hosted.session.code)
  const enter = page.getByRole('button', { name: 'Enter' })
  await enter.focus()
  await page.keyboard.press('Enter')
  const busy = page.getByRole('button', { name: 'Opening…' })
  await busy.waitFor()
  await busy.press('Enter')
  await busy.click({ force: true })
  expect(await busy.getAttribute('aria-disabled')).toBe('true')
  expect(await focused(page)).toBe('Opening…')
  expect(await page.evaluate(() => (window as { submits?: number }).submits)).toBe(1)
  await context.close()
})

test('keyboard focus is visible on every control of the console', async () => {
  const hosted = await venue.wall.createSession({ title: 'Focus' })
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await context.addInitScript((id) => localStorage.setItem(`guestwall:first-minute:${id}`, 'over'), hosted.session.id)
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Guest access').waitFor()
  const unseen: string[] = []
  let count = 0
  for (;;) {
    await page.keyboard.press('Tab')
    const { name, isSeen, isNew } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const isNew = element !== document.body && !element.hasAttribute('data-reached')
      element.setAttribute('data-reached', '')
      const shown = element.matches('.choice input') ? (element.parentElement?.querySelectorAll('.swatch, .choice__name') ?? []) : [element]
      const name = `${element.tagName} ${element.className} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? ''}`
      return { name, isNew, isSeen: [...shown].some((each) => getComputedStyle(each).outlineStyle === 'solid') }
    })
    if (!isNew) break
    count += 1
    if (!isSeen) unseen.push(name)
  }
  expect(unseen).toEqual([])
  expect(count).toBeGreaterThan(10)
  await context.close()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
