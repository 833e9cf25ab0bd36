import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, LAN_NAME, openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22' })
})
afterAll(() => venue.stop())

test('[SEND-3] what one phone writes is on the other and on the wall within a second, and settles in place, once', async () => {
  const screen = await venue.screen(hosted)
  const [writer, reader] = [await GuestPage.join(venue, hosted, 'Lily'), await GuestPage.join(venue, hosted, 'Uncle Zhou')]
  await screen.getByText('Write the first wish').first().waitFor()

  const startedMs = performance.now()
  await writer.write('百年好合！')
  await Promise.all([
    writer.message('百年好合！').waitFor(),
    reader.message('百年好合！').waitFor({ timeout: 1_000 }),
    screen.getByText('百年好合！').first().waitFor({ timeout: 1_000 }),
  ])
  expect(performance.now() - startedMs).toBeLessThan(1_000)
  await writer.message('百年好合！').getByText('On the wall').waitFor()
  expect(await writer.texts()).toEqual(['百年好合！'])
  expect(await reader.texts()).toEqual(['百年好合！'])
})

test('the sender sees a message at once, before any answer', async () => {
  const writer = await GuestPage.join(venue, hosted, 'Quick')
  await writer.page.route('**/api/realtime/messages', () => {})
  venue.network.swallow()
  await writer.write('Before any answer')
  await writer.message('Before any answer').getByText('Sending').waitFor({ timeout: 1_000 })
  await writer.page.unroute('**/api/realtime/messages')
  venue.network.cut()
  await writer.message('Before any answer').getByText('On the wall').waitFor()
})

test('a host removes a message: it leaves the phone and the wall', async () => {
  const own = await venue.wall.createSession({ title: 'Removal' })
  const screen = await venue.screen(own)
  const writer = await GuestPage.join(venue, own, 'Lily')
  await writer.write('A slip of the thumb')
  await screen.getByText('A slip of the thumb').first().waitFor()
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${own.session.id}#token=${own.hostToken}`)
  const entry = console_.getByRole('listitem').filter({ hasText: 'A slip of the thumb' })
  await entry.getByRole('button', { name: /^Remove/ }).click()
  await entry
    .getByRole('button', { name: /Remove|Yes|Really/ })
    .first()
    .click()
  await screen.getByText('A slip of the thumb').first().waitFor({ state: 'detached', timeout: 2_000 })
  await writer.message('A slip of the thumb').waitFor({ state: 'detached' })
})

test('over http:// on a LAN name, where browsers withhold what they keep for secure pages, everything works', async () => {
  const url = venue.network.url.replace('127.0.0.1', LAN_NAME)
  const writer = await GuestPage.join(venue, hosted, 'On the LAN', undefined, url)
  expect(await writer.page.evaluate(() => window.isSecureContext)).toBe(false)
  await writer.write('From the LAN')
  await writer.message('From the LAN').getByText('On the wall').waitFor()
  await writer.page.reload()
  await writer.message('From the LAN').waitFor()
  const screen = await venue.screen(hosted, { url })
  await screen.getByText('From the LAN').first().waitFor()
  const context = await venue.browser.newContext({ locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`, url)
  await console_.getByText('From the LAN').first().waitFor()
})

test('content is never markup: what looks like HTML is read as text, and no script runs', async () => {
  const own = await venue.wall.createSession({ title: '<img src=x onerror=alert(1)>' })
  const screen = await venue.screen(own)
  const writer = await GuestPage.join(venue, own, '<b>Bob</b>')
  const texts = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<svg onload=alert(1)>',
    '{{7*7}}',
    '![x](javascript:alert(1))',
  ]
  let dialogs = 0
  for (const page of [screen, writer.page]) page.on('dialog', () => (dialogs += 1))
  for (const text of texts) await writer.write(text)
  for (const text of texts) await writer.message(text).getByText('On the wall').waitFor()
  expect(await writer.texts()).toEqual(texts)
  await screen.getByText('{{7*7}}').first().waitFor({ timeout: 15_000 })
  expect(dialogs).toBe(0)
})

test('no page complained: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
