import { HostClient } from '@guestwall/client/host'
import { DEFAULT_FILTER_SETTINGS, type HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuestPage, LAN_NAME, openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22' })
})
afterAll(() => venue.stop())

test('[SEND-3] what one phone writes is on the other and on the wall, and settles in place, once', async () => {
  const screen = await venue.screen(hosted)
  const [writer, reader] = [await GuestPage.join(venue, hosted, 'Lily'), await GuestPage.join(venue, hosted, 'Uncle Zhou')]
  await screen.getByText('Write the first wish').first().waitFor()

  const written = ['百年好合！0', '百年好合！1', '百年好合！2']
  for (const text of written) {
    await writer.write(text)
    await Promise.all([writer.message(text).waitFor(), reader.message(text).waitFor(), screen.getByText(text).first().waitFor()])
  }
  for (const text of written) await writer.message(text).locator('.gw-state--shown').waitFor()
  expect(await writer.texts()).toEqual(written)
  expect(await reader.texts()).toEqual(written)
})

test('the sender sees a message at once, before any answer', async () => {
  venue.network.upgrades = 'hang'
  // No answer can come: there is no socket, and what is posted is held.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const context = await venue.phone()
  await context.route('**/api/realtime/messages', async (route) => {
    await held
    await route.continue()
  })
  const writer = await GuestPage.join(venue, hosted, 'Quick', context)
  await writer.write('Before any answer')
  await writer.message('Before any answer').getByText('Sending').waitFor()
  letGo()
  await writer.message('Before any answer').locator('.gw-state--shown').waitFor()
  venue.network.upgrades = 'pass'
})

test('[H1] from the one-time link a host makes a wall, whose filter marks what it finds, and every link that it gives away is of the network’s address', async () => {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, '/host#key=one-time-key-of-the-tests')
  await console_.getByRole('textbox', { name: 'Title' }).fill('Ana & Tom')
  await console_.getByRole('button', { name: 'Create wall' }).click()
  await console_.getByRole('tab', { name: 'Share' }).click()
  const link = (name: string) => console_.getByRole('textbox', { name }).inputValue()
  const [guests, display, hosts] = [await link('Guest address'), await link('Display link'), await link('Host link')]
  expect(console_.url()).not.toContain('key=')
  const { pathname, hash } = new URL(hosts)
  const made = new HostClient({ url: venue.wall.url }).session(pathname.split('/').at(-1) ?? '', hash.split('=').at(-1) ?? '')
  expect((await made.getSettings()).filter).toEqual(DEFAULT_FILTER_SETTINGS)
  // The console was opened through another address, as a host opens it on localhost.
  for (const given of [guests, display, hosts]) expect(new URL(given).origin).toBe(venue.wall.url)

  const screen = await venue.open(context, new URL(display).pathname + new URL(display).hash)
  await screen.getByText('Write the first wish').first().waitFor()
  const phone = await venue.open(await venue.phone(), new URL(guests).pathname)
  await phone.getByLabel('Your name').waitFor()
  const again = await venue.open(await venue.browser.newContext({ locale: 'en-US' }), '/host#key=one-time-key-of-the-tests')
  await again
    .getByText(/used|no longer|earlier|terminal/i)
    .first()
    .waitFor()
})

test('a host removes a message: it leaves the phone and the wall', async () => {
  const own = await venue.wall.createSession({ title: 'Removal' })
  const screen = await venue.screen(own)
  const writer = await GuestPage.join(venue, own, 'Lily')
  await writer.write('A slip of the thumb')
  await screen.getByText('A slip of the thumb').first().waitFor()
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${own.session.id}#token=${own.hostToken}`)
  await console_.getByRole('tab', { name: /^Messages/ }).click()
  await console_.getByRole('button', { name: /^More: Lily, “A slip/ }).click()
  await console_.getByRole('button', { name: 'Remove for good' }).click()
  await console_.getByRole('button', { name: 'Remove, this is final' }).click()
  await screen.getByText('A slip of the thumb').first().waitFor({ state: 'detached' })
  await writer.message('A slip of the thumb').waitFor({ state: 'detached' })
})

test('over http:// on a LAN name, where browsers withhold what they keep for secure pages, everything works', async () => {
  const url = venue.network.url.replace('127.0.0.1', LAN_NAME)
  const writer = await GuestPage.join(venue, hosted, 'On the LAN', undefined, url)
  expect(await writer.page.evaluate(() => window.isSecureContext)).toBe(false)
  await writer.write('From the LAN')
  await writer.message('From the LAN').locator('.gw-state--shown').waitFor()
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
  for (const text of texts) await writer.message(text).locator('.gw-state--shown').waitFor()
  expect(await writer.texts()).toEqual(texts)
  await screen.getByText('{{7*7}}').first().waitFor()
  expect(dialogs).toBe(0)
})

test('no page reported an error: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
