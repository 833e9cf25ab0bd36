import type { HostedSession } from '@guestwall/protocol'
import { HostClient } from '@guestwall/client/host'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
let keys = 0
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

async function send(hosted: HostedSession, content: string): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Lily')
  const body = { session: hosted.session.id, key: `crossfade-test-${(keys += 1)}`, content, guestName: 'Lily' }
  await post(`${venue.wall.url}/api/realtime/messages`, body, token)
}

/** One moment of a fade. */
interface Moment {
  readonly atMs: number
  /** How much is seen of the parts of the old picture, by class, and of the new picture. */
  readonly parts: Readonly<Record<string, number>>
  readonly picture: number
  /** The ground of the old picture is opaque where it covers, and covers all. */
  readonly isCovering: boolean
}

type Watching = typeof globalThis & { moments: Moment[]; past: ShadowRoot | undefined }

/** Makes a page take each fade apart, from moment to moment, in the frame in which it begins. The tree of the old picture is closed: here it is open. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watching = globalThis as Watching
    watching.moments = []
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      watching.past = attach.call(this, init)
      return watching.past
    }
    const take = (past: ShadowRoot, old: Element): void => {
      const fades = past.getAnimations()
      const endMs = Math.max(...fades.map(({ effect }) => Number(effect?.getComputedTiming().endTime)))
      const screen = old.querySelector('.wall-screen') as HTMLElement
      const { background, boxes } = { background: getComputedStyle(screen).backgroundColor, boxes: screen.getBoundingClientRect() }
      const parts = [...old.querySelectorAll('.idle, .wall-header, .wall-screen__messages, .side-panel__plate, .danmaku-screen')]
      for (const fade of fades) fade.pause()
      for (let atMs = 0; atMs <= endMs; atMs += 5) {
        for (const fade of fades) fade.currentTime = atMs
        const ground = Number(getComputedStyle(old).opacity)
        watching.moments.push({
          atMs,
          parts: Object.fromEntries(parts.map((part) => [part.classList[0], Number(getComputedStyle(part).opacity) * ground])),
          picture: 1 - ground,
          isCovering: background.startsWith('rgb(') && boxes.width === innerWidth && boxes.height === innerHeight,
        })
      }
      for (const fade of fades) fade.finish()
    }
    const look = (): void => {
      const old = watching.past?.querySelector('.likeness')
      if (old && watching.past && watching.past.getAnimations().length > 0) take(watching.past, old)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

/** The moments of the fade that comes next. */
async function nextFade(page: Page): Promise<Moment[]> {
  await page.waitForFunction(() => (globalThis as Watching).moments.length > 0)
  return page.evaluate(() => (globalThis as Watching).moments.splice(0))
}

/** For how long neither picture is seen, in milliseconds. */
function bareMs(moments: readonly Moment[], parts: readonly string[]): number {
  return moments.filter((moment) => Math.max(moment.picture, ...parts.map((part) => moment.parts[part] ?? 0)) < 0.1).length * 5
}

test('from one picture to the next no two texts are seen over each other, no frame is bare for longer than a blink, and what stays does not fade', async () => {
  const hosted = await venue.wall.createSession({ title: '林浩 & 苏晴', subtitle: '2026年11月26日' })
  const context = await venue.browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await watch(page)
  await page.goto(`${venue.network.url}/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await page.locator('.idle').waitFor()
  await send(hosted, '百年好合')
  const first = await nextFade(page)
  for (const { atMs, parts, picture, isCovering } of first)
    expect([atMs, Math.min(parts.idle ?? 1, picture), isCovering]).toEqual([atMs, 0, true])
  expect(first.at(-1)).toMatchObject({ atMs: 240, picture: 1 })
  expect(bareMs(first, ['idle'])).toBeLessThanOrEqual(40)

  await send(hosted, '永结同心')
  await page.locator('.gw-wall__slot[data-message]').nth(1).waitFor()
  const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
  await host.controlScreens({ layout: 'danmaku' })
  const second = await nextFade(page)
  for (const { atMs, parts, picture } of second)
    for (const part of ['wall-header', 'wall-screen__messages', 'side-panel__plate'])
      expect([atMs, part, Math.min(parts[part] ?? 1, picture)]).toEqual([atMs, part, 0])

  // The panel with the code stands where it stood.
  await page.locator('[data-picture="danmaku"]').waitFor()
  await host.controlScreens({ layout: 'masonry' })
  await nextFade(page)
  await host.controlScreens({ layout: 'spotlight' })
  const third = await nextFade(page)
  for (const { parts, picture } of third) expect((parts['side-panel__plate'] ?? 0) + picture).toBeCloseTo(1)
  await context.close()
})
