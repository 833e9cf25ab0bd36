import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('[REACT-1] [REACT-3] a seal that a guest puts on a message is counted on every phone, and is still there after a reload', async () => {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const author = await GuestPage.join(venue, hosted, 'Aunt')
  const other = await GuestPage.join(venue, hosted, 'Uncle')
  await author.page.getByLabel('Your message').fill('Much love')
  await author.page.getByRole('button', { name: 'Send' }).click()
  await other.page.getByRole('button', { name: 'Love, 0' }).click()
  await author.page.getByRole('button', { name: 'Love, 1' }).waitFor()
  const own = other.page.getByRole('button', { name: 'Love, 1', pressed: true })
  await own.waitFor()
  await other.page.reload()
  await own.waitFor()
  await other.page.getByRole('button', { name: 'Joy, 0' }).click()
  await author.page.getByRole('button', { name: 'Joy, 1' }).waitFor()
  await author.page.getByRole('button', { name: 'Love, 0' }).waitFor()
  const { WISHES_SHOTS } = process.env
  if (WISHES_SHOTS !== undefined) await other.page.screenshot({ path: `${WISHES_SHOTS}/phone-en.png` })
  expect(venue.complaints).toEqual([])
  for (const each of [author, other]) await each.page.context().close()
})
