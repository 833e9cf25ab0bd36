import { HostClient, type SessionHost } from '@guestwall/client/host'
import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
let host: SessionHost
let screen: Page
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-US' })
  await context.addInitScript(() => {
    const animate = Element.prototype.animate
    Element.prototype.animate = function (...args) {
      if (this.firstElementChild?.classList.contains('wall-screen') === true)
        document.documentElement.dataset['fades'] = String(fades() + 1)
      return animate.apply(this, args)
    }
    const fades = (): number => Number(document.documentElement.dataset['fades'] ?? 0)
  })
  screen = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await screen.locator('.idle').waitFor()
})
afterAll(() => venue.stop())

const fades = (): Promise<number> => screen.evaluate(() => Number(document.documentElement.dataset['fades'] ?? 0))

test('[P3] a wall fades from one picture and theme to the next, once each; a message that comes is no new picture', async () => {
  const before = await fades()
  await host.change({ theme: 'garden' })
  await screen.locator('.wall-screen[data-theme="garden"]').waitFor()
  await expect.poll(fades).toBe(before + 1)
  const { id } = await host.createVote({ question: 'First dance?', options: ['Waltz', 'Tango'] })
  await host.actOnVote(id, 'open')
  await screen.locator('.vote-sign').waitFor()
  await host.change({ layout: 'results' })
  await screen.locator('.gw-results').waitFor()
  await expect.poll(fades).toBe(before + 2)
  const { token } = await venue.wall.join(hosted.session.id, 'Lily')
  await post(
    `${venue.wall.url}/api/realtime/messages`,
    { session: hosted.session.id, key: 'a-message-comes', content: '百年好合', guestName: 'Lily' },
    token,
  )
  await screen.getByText('1 message').waitFor()
  expect(await fades()).toBe(before + 2)
})

test('[P6] M on the wall, or a host, calms a screen; it stays so when it is loaded again', async () => {
  const calm = screen.locator('html[data-motion="less"]')
  await screen.keyboard.press('m')
  await calm.waitFor({ state: 'attached' })
  await screen.reload()
  await calm.waitFor({ state: 'attached' })
  await screen.keyboard.press('m')
  await calm.waitFor({ state: 'detached' })
  await host.controlScreens({ isCalm: true })
  await calm.waitFor({ state: 'attached' })
})

test('[P3] where motion is reduced the first danmaku are placed once, and not again when their faces have come', async () => {
  const danmaku = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22', layout: 'danmaku' })
  const { token } = await venue.wall.join(danmaku.session.id, 'Lily')
  const wishes = [
    '新婚快乐，百年好合！',
    'Wishing you both a lifetime of love, laughter and very long breakfasts.',
    'Call me when you land.',
  ]
  const write = (content: string | undefined, at: number) =>
    post(
      `${venue.wall.url}/api/realtime/messages`,
      { session: danmaku.session.id, key: `first-danmaku-${at}`, content, guestName: '舅舅 老周' },
      token,
    )
  for (let at = 0; at < 12; at += 1) await write(wishes[at % 3], at)
  const context = await venue.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', reducedMotion: 'reduce' })
  await context.addInitScript(() => {
    /** Where each message was placed first. */
    const first = new Map<string, string>()
    Object.assign(globalThis, { first })
    new MutationObserver(() => {
      for (const { dataset, style } of document.querySelectorAll<HTMLElement>('.gw-danmaku__slot'))
        if (!first.has(dataset['message'] ?? '')) first.set(dataset['message'] ?? '', style.cssText)
    }).observe(document, { childList: true, subtree: true })
  })
  const page = await venue.open(context, `/wall/${danmaku.session.id}#token=${danmaku.wallToken}`)
  await page.locator('.gw-danmaku__slot').nth(3).waitFor()
  // The next message enters once the first picture stands.
  await write('百年好合！', 12)
  await page.locator('.gw-danmaku__slot').filter({ hasText: '百年好合！' }).filter({ hasNotText: '新婚' }).waitFor()
  const moved = await page.evaluate(() => {
    const { first } = globalThis as unknown as { first: ReadonlyMap<string, string> }
    const slots = [...document.querySelectorAll<HTMLElement>('.gw-danmaku__slot')]
    return slots.filter(({ dataset, style }) => first.get(dataset['message'] ?? '') !== style.cssText).length
  })
  expect(moved).toBe(0)
  await context.close()
})

test('no page reported an error: no script threw, no policy was broken', () => {
  expect(venue.complaints).toEqual([])
})
