import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('[REACT-1] [REACT-3] a seal is counted on phones, the wall and the console; no card moves for it, and it is there after a reload', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const author = await GuestPage.join(venue, hosted, 'Aunt')
  await author.write('Much love')
  const other = await GuestPage.join(venue, hosted, 'Uncle')
  const screen = await venue.screen(hosted)
  const card = screen.locator('.gw-wall__cards [data-message]')
  await card.waitFor()
  const place = await card.boundingBox()
  await other.page.getByRole('button', { name: 'React' }).click()
  await other.page.getByRole('button', { name: 'Love', exact: true }).click()
  for (const { page } of [author, other]) await page.getByRole('button', { name: 'React · Love, 1' }).waitFor()
  await card.getByText('爱', { exact: true }).waitFor()
  expect(await card.boundingBox()).toEqual(place)
  await other.page.reload()
  await other.page.getByRole('button', { name: 'React · Love, 1' }).click()
  await other.page.getByRole('button', { name: 'Love, 1', pressed: true }).waitFor()
  await other.page.getByRole('button', { name: 'Joy', exact: true }).click()
  await author.page.getByRole('button', { name: 'React · Joy, 1' }).waitFor()
  const desk = await venue.open(await venue.browser.newContext({ locale: 'en-US' }), `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await desk.getByRole('tab', { name: /Shown/ }).click()
  await desk.getByRole('img', { name: 'Joy, 1' }).waitFor()
  expect(venue.complaints).toEqual([])
})
