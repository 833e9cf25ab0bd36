import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

/** The names between the lanes of danmaku, on screens of every shape. */

const SHAPES = [
  [1024, 768],
  [1280, 1024],
  [1280, 800],
  [1920, 1080],
  [3840, 1080],
  [768, 1024],
  [1080, 1920],
] as const
const LONG = 'The twenty-seventh annual assembly of the association of independent librarians'

let venue: Venue
let keys = 0
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

async function send(hosted: HostedSession, count: number): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Lily')
  for (let sent = 0; sent < count; sent += 1) {
    const body = {
      session: hosted.session.id,
      key: `danmaku-middle-${(keys += 1)}`,
      content: '愿你们岁岁年年，共占春风',
      guestName: 'Lily',
    }
    await post(`${venue.wall.url}/api/realtime/messages`, body, token)
  }
}

/** What meets what: nothing does on a wall that can be read. And how many lines the sentences about the messages that wait are on, each alone. */
const meetings = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (selector: string) =>
      [...document.querySelectorAll(selector)].map((each) => [selector, each.getBoundingClientRect()] as const)
    const lanes = boxOf('.gw-danmaku__band')
    const middle = [...boxOf('.danmaku-screen__names'), ...boxOf('.danmaku-screen__subtitle'), ...boxOf('.danmaku-screen__entrance')]
    const met = middle.flatMap(([name, box]) =>
      lanes.some(([, lane]) => lane.top < box.bottom - 0.5 && lane.bottom > box.top + 0.5) ? [name] : [],
    )
    const lines = [...document.querySelectorAll<HTMLElement>('.danmaku-screen__words .on-their-way > [lang]')].map((sentence) => {
      const { lineHeight } = getComputedStyle(sentence)
      return Math.round(sentence.offsetHeight / Number.parseFloat(lineHeight))
    })
    return { met, lines, sides: lanes.length }
  })

test.each([
  ['林浩 & 苏晴', '2026年11月26日 · 云栖酒店'],
  ['林浩 & 苏晴', '二〇二六年十一月廿二 · 杭州'],
  [LONG, 'The great hall of the old town library, on the second floor'],
])(
  'danmaku passes above and below the names and all that stands with them, whatever the shape of the screen: %s, %s',
  async (title, subtitle) => {
    const hosted = await venue.wall.createSession({ title, subtitle, layout: 'danmaku' })
    await send(hosted, 3)
    const screen = await venue.screen(hosted, { locale: 'zh-CN' })
    await screen.locator('.gw-danmaku [data-message]').first().waitFor()
    const holds = { met: [], lines: [1, 1], sides: 2 }
    for (const [width, height] of SHAPES) {
      await screen.setViewportSize({ width, height })
      await expect.poll(() => meetings(screen), { message: `${width}x${height}` }).toEqual(holds)
    }
    // A message that comes in takes the place of none of that.
    await screen.setViewportSize({ width: 1024, height: 768 })
    const lanes = () => screen.locator('.gw-danmaku__band').evaluateAll((all) => all.map((band) => band.getBoundingClientRect().height))
    await expect.poll(() => meetings(screen)).toEqual(holds)
    const before = await lanes()
    await send(hosted, 30)
    await screen.locator('.on-their-way:not(.invitation--unseen)').waitFor()
    expect([await lanes(), await meetings(screen)]).toEqual([before, holds])
    await screen.context().close()
  },
)

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
