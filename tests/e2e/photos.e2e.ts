import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostedSession } from '@guestwall/protocol'
import { openImages, readConfig, systemClock } from '@guestwall/server'
import { PNG } from 'pngjs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, intercept, letThrough, openVenue, type Venue } from './venue.ts'

/** Photos, from a phone to the host's queue and back. */

const directory = mkdtempSync(join(tmpdir(), 'guestwall-photos-e2e-'))
let venue: Venue
beforeAll(async () => {
  const images = openImages({ config: readConfig({}), dataDirectory: directory, clock: systemClock, warn: () => {} })
  venue = await openVenue({ images })
})
afterAll(async () => {
  await venue.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** A picture of 300 by 400 pixels. */
function picture(): Buffer {
  const png = new PNG({ width: 300, height: 400 })
  for (let at = 0; at < png.data.length; at += 4) png.data.set([170, (at / 4) % 300 < 150 ? 60 : 120, 50, 255], at)
  return PNG.sync.write(png)
}

const choose = (page: Page) => page.getByLabel('Add a photo').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: picture() })
const console_ = async (hosted: HostedSession) => {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  return venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
}
const isLoaded = (page: Page, within: string) =>
  page.waitForFunction((selector) => (document.querySelector<HTMLImageElement>(`${selector} img`)?.naturalWidth ?? 0) > 0, within)

test('[PHOTO-1] [PHOTO-2] a guest sends a photo, the host judges it in the queue, and then every guest and the wall see it', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', photos: 'approve' })
  const [guest, other] = [await GuestPage.join(venue, hosted, 'Lily'), await GuestPage.join(venue, hosted, 'Tom')]
  await choose(guest.page)
  await guest.page.getByText('Now a few words to go with it.').waitFor()
  await guest.page.getByRole('textbox').fill('From the first dance')
  await guest.page.getByText('Goes with your message.').waitFor()
  await guest.page.getByRole('button', { name: 'Send' }).click()
  await guest.page.getByText('Waiting for approval', { exact: true }).waitFor()
  await isLoaded(guest.page, '.gw-note')

  const host = await console_(hosted)
  await host
    .getByRole('tab', { name: /^Messages/ })
    .first()
    .click()
  await host.getByRole('img', { name: 'Photo by Lily' }).first().waitFor()
  await isLoaded(host, '.queue-row')
  expect(await other.page.locator('.gw-note').count()).toBe(0)
  await host.locator('.queue-row__show').first().click()
  await isLoaded(other.page, '.gw-note')
  const screen = await venue.screen(hosted)
  await screen.getByRole('img', { name: 'Photo by Lily' }).waitFor()
  await isLoaded(screen, '.gw-wall__slot')
  await screen.locator('.gw-card__picture--drawn').waitFor()
  expect(venue.complaints).toEqual([])
})

test('[SEND-6] a photo whose upload found no network is sent once by the next page of the same phone', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', photos: 'on' })
  const context = await venue.phone()
  const uploads = await intercept(context, '**/api/realtime/photos?**')
  uploads.handle = (route) => route.abort()
  const guest = await GuestPage.join(venue, hosted, 'Lily', context)
  await choose(guest.page)
  await guest.page.getByText('Now a few words to go with it.').waitFor()
  await guest.page.getByRole('textbox').fill('Sent from the car')
  await guest.page.getByRole('button', { name: 'Send' }).click()
  await guest.page.getByText('Waiting to send the photo').waitFor()
  // The field clears once the photo is stored: until then the words are still there, and nothing was promised.
  await expect.poll(() => guest.page.getByRole('textbox').inputValue()).toBe('')
  // The tab is killed.
  await guest.page.close({ runBeforeUnload: false })
  uploads.handle = letThrough
  const next = await venue.open(context, `/${hosted.session.code}`)
  await next.locator('.gw-note', { hasText: 'Sent from the car' }).waitFor()
  await isLoaded(next, '.gw-note')
  expect(await next.locator('.gw-note').count()).toBe(1)
  await context.close()
})
