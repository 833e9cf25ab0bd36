import { HostClient } from '@guestwall/client/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('[SCREEN-6] [SCREEN-7] a phone says that no screen is open, that the hall sees its message now, and that it was shown; of one that a host holds back it says nothing', async () => {
  const hosted = await venue.wall.createSession({ title: 'Ana & Tom' })
  const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const guest = await GuestPage.join(venue, hosted, 'Lily')
  await guest.write('Long life to you')
  const state = (text: string) => guest.message(text).locator('.gw-state')
  await state('Long life to you').getByText('Delivered · no screen is open').waitFor()

  await venue.screen(hosted)
  await state('Long life to you').getByText('On the screen now, look up').waitFor()
  await host.controlScreens({ isPaused: true })
  await guest.write('And happiness')
  const waiting = async () => (await host.listScreens({})).screens.flatMap(({ pages }) => pages.map(({ report }) => report.waiting))
  await expect.poll(waiting).toEqual([1])
  // Nobody knows when a host lets it enter: it is not said to be the next one.
  await guest.page.reload()
  await state('Long life to you').getByText('On the screen now, look up').waitFor()
  expect(await state('And happiness').textContent()).toBe('Delivered')

  await host.controlScreens({ isPaused: false })
  await state('And happiness').getByText('On the screen now, look up').waitFor()
  await host.controlScreens({ isBlank: true })
  await state('And happiness').getByText('On the wall', { exact: true }).waitFor()
})
