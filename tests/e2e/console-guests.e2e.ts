import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

/** The guests of a wall on the console, and what a host does about one. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

/** A wall with two guests, who have each written a message. */
async function openHall(): Promise<{ hosted: HostedSession; say: (name: 'Lily' | '大刘', content: string) => Promise<void> }> {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const tokens = { Lily: '', 大刘: '' }
  let count = 0
  const say = async (name: 'Lily' | '大刘', content: string): Promise<void> => {
    count += 1
    const body = { session: hosted.session.id, key: `guests-key-${count}`, content, guestName: name }
    await post(`${venue.wall.url}/api/realtime/messages`, body, tokens[name])
  }
  for (const name of ['Lily', '大刘'] as const) {
    tokens[name] = (await venue.wall.join(hosted.session.id, name)).token
    await say(name, `from ${name}`)
  }
  return { hosted, say }
}

async function openGuests(hosted: HostedSession, viewport = { width: 1280, height: 800 }, locale = 'en-US'): Promise<Page> {
  const context = await venue.browser.newContext({ viewport, locale })
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.locator('#tab-guests').click()
  await page.locator('.guest-row').nth(1).waitFor()
  return page
}

const row = (page: Page, name: string) => page.locator('.guest-row').filter({ hasText: name })

test('[H4] a muted guest cannot write; the reverse stands in the row, and the act can be taken back', async () => {
  const { hosted, say } = await openHall()
  const page = await openGuests(hosted)
  await row(page, 'Lily').getByRole('button', { name: 'Mute: Lily' }).click()
  await row(page, 'Lily').locator('.guest-standing--muted').waitFor()
  await expect(say('Lily', 'again')).rejects.toThrow('muted')
  await page.getByRole('button', { name: 'Undo: unmute' }).click()
  await row(page, 'Lily').getByRole('button', { name: 'Mute: Lily' }).waitFor()
  await say('Lily', 'again')
  await row(page, 'Lily').getByRole('button', { name: 'Mute: Lily' }).click()
  await row(page, 'Lily').getByRole('button', { name: 'Unmute: Lily' }).click()
  await row(page, 'Lily').getByRole('button', { name: 'Mute: Lily' }).waitFor()
  await say('Lily', 'once more')
  await page.context().close()
})

test('[H4] a guest is renamed and banned beside its messages; a ban takes them off the wall, and the list says so', async () => {
  const { hosted } = await openHall()
  const page = await openGuests(hosted)
  await row(page, 'Lily').getByRole('button', { name: 'About Lily' }).click()
  const detail = page.getByRole('complementary', { name: 'Lily' })
  await detail.getByText('from Lily').waitFor()
  await detail.getByText('Rename', { exact: true }).click()
  await detail.getByLabel('New name').fill('Lily from table 5')
  await detail.getByRole('button', { name: 'Save' }).click()
  await row(page, 'Lily from table 5').waitFor()
  const renamed = page.getByRole('complementary', { name: 'Lily from table 5' })
  await renamed.getByRole('button', { name: 'Ban', exact: true }).click()
  await row(page, 'Lily from table 5').locator('.guest-standing--banned').waitFor()
  await renamed.getByText('Off the wall', { exact: true }).waitFor()
  await row(page, 'Lily from table 5').getByRole('button', { name: 'Let back in: Lily from table 5' }).click()
  await row(page, 'Lily from table 5').locator('.guest-standing--banned').waitFor({ state: 'detached' })
  await page.context().close()
})

test('[H4] the list is searched and divided, with numbers', async () => {
  const { hosted } = await openHall()
  const page = await openGuests(hosted)
  await page.getByLabel('Find a name or table').fill('大')
  await row(page, 'Lily').waitFor({ state: 'detached' })
  await page.getByLabel('Find a name or table').fill('')
  await row(page, '大刘').getByRole('button', { name: 'Mute: 大刘' }).click()
  await page.getByRole('button', { name: 'Muted 1' }).click()
  await row(page, 'Lily').waitFor({ state: 'detached' })
  expect(await page.locator('.guest-row').count()).toBe(1)
  await page.context().close()
})

test.each([
  ['en-US', 1280, 800],
  ['zh-CN', 390, 844],
  ['en-US', 320, 568],
] as const)(
  '[Access] in %s at %i × %i axe finds nothing serious in the list of guests and in one guest, and nothing scrolls sideways',
  async (locale, width, height) => {
    const { hosted } = await openHall()
    const page = await openGuests(hosted, { width, height }, locale)
    const look = async () => {
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await look()
    await page.locator('.guest-row__open').first().click()
    await page.locator('.guest-detail').waitFor()
    await look()
    await page.context().close()
  },
)

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
