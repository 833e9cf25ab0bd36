import { HostClient } from '@guestwall/client/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_TOKEN } from '../support/guestwall.ts'
import { post } from '../support/http-calls.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('[LIFE-2] [G10] [DEL-2] a host pauses, goes on, ends and deletes a session from the console; phone and screen follow', {
  timeout: 180_000,
}, async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const guest = await GuestPage.join(venue, hosted, 'Zoë')
  const screen = await venue.screen(hosted)
  const laptop = await venue.browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US' })
  const page = await venue.open(laptop, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  const access = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const { token } = await access.createCredential({ role: 'moderator', name: '小雨' })
  const helperPath = `/host/${hosted.session.id}#token=${token}`
  const helper = await venue.open(await venue.browser.newContext({ locale: 'en-US' }), helperPath)
  await page.locator('#tab-messages').click()
  const life = page.locator('.life')
  const button = (name: string) => life.getByRole('button', { name, exact: true })

  await guest.write('Long life to you')
  await button('Take a break').click()
  await guest.page.getByText('A short break.').waitFor()
  await button('Go on').click()
  await guest.page.getByRole('textbox').waitFor()
  await button('End this wall').click()
  await life.locator('.two-step__confirm:not([aria-disabled="true"])').click()
  await screen.getByText('Thank you for every wish').waitFor()
  await button('Reopen').waitFor()
  // The phone says thanks, shows what its guest wrote, and has no field that takes nothing.
  const own = guest.page.getByRole('region', { name: 'What you wrote' })
  await own.getByText('Long life to you').waitFor()
  expect(await guest.page.getByRole('textbox').count()).toBe(0)
  await guest.page.getByRole('button', { name: 'Read the whole wall' }).click()
  await guest.message('Long life to you').waitFor()
  await guest.page.getByRole('button', { name: 'What you wrote' }).click()
  await own.waitFor()

  await page.getByText('Data', { exact: true }).click()
  await page.getByText(/^Everything here is deleted on/).waitFor()
  await page.getByRole('button', { name: 'Delete everything', exact: true }).click()
  await page.locator('.life__data .two-step__confirm:not([aria-disabled="true"])').click()
  await page.waitForURL(/\/host$/)
  expect(await venue.wall.store.findSession(hosted.session.id)).toBeNull()
  // Nothing of it is left on a page that is open, in its browser's storage, or asked for.
  const open = [guest.page, screen, helper]
  for (const each of open) await each.getByText('This wall is no longer here').waitFor()
  const asked: string[] = []
  for (const each of open) {
    each.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()))
    await each.evaluate(() => dispatchEvent(new Event('online')))
    expect(`${await each.title()} ${await each.locator('body').innerText()}`).not.toMatch(/林晓|Long life|Zoë|guest here/)
    await each.waitForFunction((id) => !JSON.stringify([localStorage, sessionStorage]).includes(id), hosted.session.id)
  }
  expect(asked).toEqual([])
  await guest.page.getByRole('link', { name: 'Use another code' }).waitFor()
  // A page that was away meanwhile has a link that is refused.
  await helper.goto('about:blank')
  await helper.goto(`${venue.network.url}${helperPath}`)
  await helper.getByText('This wall is no longer here').waitFor()
  expect(venue.complaints).toEqual([])
})

test('[LIFE-3] [H7] a wall is rehearsed from its form on: what the phones leave is gone when it opens', async () => {
  const laptop = await venue.browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US' })
  const page = await venue.open(laptop, '/host')
  await page.locator('input[type="password"]').fill(OPERATOR_TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Title').fill('Ana & Tom')
  await page.getByRole('radio', { name: 'Rehearse first' }).check()
  await page.getByLabel('Opens at (optional)').waitFor()
  await page.getByRole('button', { name: 'Create wall' }).click()
  await page.locator('.console__state--rehearsing').waitFor()
  const id = page.url().split('/').at(-1) ?? ''
  // The first page of the console has the end of the rehearsal, too.
  await page.getByRole('tabpanel', { name: 'Start' }).getByRole('button', { name: 'End rehearsal' }).waitFor()
  const { token } = await venue.wall.join(id, 'Zoë')
  const body = { session: id, key: 'key-of-a-trial', content: 'Only a trial', guestName: 'Zoë' }
  await post(`${venue.wall.url}/api/realtime/messages`, body, token)
  await page.locator('#tab-messages').click()
  const row = page.locator('.queue-row').filter({ hasText: 'Only a trial' })
  await row.waitFor()
  await page.locator('.life').getByRole('button', { name: 'Open now', exact: true }).click()
  await page.locator('.life .two-step__confirm:not([aria-disabled="true"])').click()
  await page.locator('.console__state--open').waitFor()
  await row.waitFor({ state: 'detached' })
  expect(venue.complaints).toEqual([])
})

test('[LIFE-3] a rehearsal is told to hall and host; when it ends its author reads where the message is, and no reader of the page finds an old state of it', async () => {
  const hosted = await venue.wall.createSession({ title: 'Ana & Tom', state: 'scheduled' })
  const access = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  await access.act('rehearse', { from: 'scheduled' })
  const console_ = await venue.open(await venue.phone(), `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByRole('heading', { name: 'Rehearsal: the three steps' }).waitFor()
  const screen = await venue.screen(hosted)
  await screen.locator('.idle .rehearsal-mark').waitFor()
  const guest = await GuestPage.join(venue, hosted, 'Zoë')
  await guest.write('Only a trial')
  await guest.message('Only a trial').getByText('On the screen now, look up').waitFor()
  await screen.locator('.wall-header .rehearsal-mark').waitFor()
  await guest.page.getByRole('status').filter({ hasText: 'Your message: ' }).waitFor()
  await console_.getByRole('heading', { name: 'The rehearsal works; the wall is not live yet' }).waitFor()

  await console_.getByRole('button', { name: 'End rehearsal' }).click()
  await console_.locator('.two-step__confirm:not([aria-disabled="true"])').click()
  await guest.page.getByText('The rehearsal is over. What was written in it has been erased.').waitFor()
  await guest.page.getByRole('status').filter({ hasText: 'Your message: ' }).waitFor({ state: 'detached' })
  expect(await guest.page.getByRole('button', { name: 'To the newest' }).count()).toBe(0)
  await screen.locator('.rehearsal-mark').waitFor({ state: 'detached' })
  expect(venue.complaints).toEqual([])
})
