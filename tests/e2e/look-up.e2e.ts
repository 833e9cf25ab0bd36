import { HostClient } from '@guestwall/client/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test('[SCREEN-6] [SCREEN-7] a phone says that no screen is open, that its message waits, that the hall sees it now, and that it was shown', async () => {
  const hosted = await venue.wall.createSession({ title: 'Ana & Tom' })
  const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const guest = await GuestPage.join(venue, hosted, 'Lily')
  await guest.write('Long life to you')
  const state = (text: string) => guest.message(text).locator('.gw-state')
  await state('Long life to you').getByText('Delivered · no screen is open').waitFor()

  const screen = await venue.screen(hosted)
  await state('Long life to you').getByText('On the screen now, look up').waitFor()
  const [first] = (await host.listMessages({ status: 'shown' })).messages
  // Behind a message that is shown large nothing enters.
  await host.controlScreens({ spotlight: first?.id ?? null })
  await screen.locator('.spotlight').waitFor()
  await guest.write('And happiness')
  await state('And happiness').getByText('Next on the wall').waitFor()
  await guest.write('And health')
  await state('And health').getByText('In line for the wall · 1 before you').waitFor()
  expect(await guest.message('And health').locator('.gw-steps__dash').count()).toBe(1)

  await guest.page.reload()
  await state('And health').getByText('In line for the wall · 1 before you').waitFor()
  await state('Long life to you').getByText('On the screen now, look up').waitFor()
  // Held by a host: nobody knows when it goes on.
  await host.controlScreens({ spotlight: null, isPaused: true })
  await state('And health').getByText('Delivered', { exact: true }).waitFor()
  await host.controlScreens({ isPaused: false })
  await state('And happiness').getByText('On the screen now, look up').waitFor()
  await host.controlScreens({ isBlank: true })
  await state('And happiness').getByText('On the wall', { exact: true }).waitFor()
})
