import type { HostedSession } from '@guestwall/protocol'
import { type Store, StoreUnavailable } from '@guestwall/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, openVenue, type Venue } from './venue.ts'

/** The database takes no writes: the host is told, in words, and that it is over. */

let venue: Venue
let hosted: HostedSession
let isFailing = false
beforeAll(async () => {
  venue = await openVenue()
  const store = venue.wall.store as { append: Store['append']; probeWrite: Store['probeWrite'] }
  const { append, probeWrite } = store
  const full = () => Promise.reject(new StoreUnavailable('the database did not answer', { cause: new Error('database or disk is full') }))
  store.append = (...args) => (isFailing ? full() : append(...args))
  store.probeWrite = () => (isFailing ? full() : probeWrite())
  hosted = await venue.wall.createSession()
})
afterAll(() => venue.stop())

test.each([
  ['en-US', 'The server cannot save right now', 'Connected'],
  ['zh-CN', '服务器现在存不了数据', '连接正常'],
])('a console in %s says that the server cannot save, and stops saying it once it can', async (locale, sentence, connected) => {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await console_.getByText(connected).waitFor()
  await console_.locator('#tab-messages').click()
  expect(await console_.getByText(sentence).count()).toBe(0)
  const guest = await GuestPage.join(venue, hosted, `Guest ${locale.slice(0, 2)}`)
  isFailing = true
  await guest.write(`A wish in ${locale}`)
  await console_.getByText(sentence).waitFor()
  isFailing = false
  await console_.getByText(sentence).waitFor({ state: 'detached' })
  await console_.getByText(`A wish in ${locale}`).first().waitFor()
  expect(venue.complaints).toEqual([])
  await context.close()
})
