import { afterAll, beforeAll, expect, test } from 'vitest'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('the part of the console that is seen needs no idle browser, and what was typed in one stays when another is chosen', async () => {
  const hosted = await venue.wall.createSession()
  await venue.wall.join(hosted.session.id, 'Lily')
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  // A browser that is never idle.
  await context.addInitScript(() => {
    window.requestIdleCallback = () => 0
  })
  const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByRole('tab', { name: 'Votes' }).click()
  await page.getByRole('button', { name: 'New vote' }).click()
  const question = page.getByRole('textbox', { name: 'Question' })
  await question.fill('Rock or jazz?')
  expect(await page.locator('#panel-share > *').count()).toBe(0)
  await page.getByRole('tab', { name: 'Share' }).click()
  await page.locator('#panel-share > *').waitFor()
  await page.getByRole('tab', { name: 'Votes' }).click()
  expect(await question.inputValue()).toBe('Rock or jazz?')
  expect(venue.complaints).toEqual([])
})
