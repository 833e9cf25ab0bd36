import { HostClient } from '@guestwall/client/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

test.each([
  ['zh-CN', '林浩 & 苏晴', '2026年11月26日 · 云栖酒店', 12],
  ['zh-CN', '林浩 & 苏晴', '2026年11月26日', 12],
  ['en-US', 'Hao & Qing', '26 November 2026, the great hall of the old town library', 3],
])(
  'in a rehearsal, too, all of the header stands on one line, and each part of the subtitle is whole or not there: %s, %s, %s',
  async (locale, title, subtitle, count) => {
    const hosted = await venue.wall.createSession({ title, subtitle, state: 'scheduled' })
    const host = new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken)
    await host.act('rehearse', { from: 'scheduled' })
    const { token } = await venue.wall.join(hosted.session.id, 'Lily')
    for (let order = 0; order < count; order += 1) {
      const body = {
        session: hosted.session.id,
        key: `wall-header-test-${order}`,
        content: `${order}`,
        guestName: 'Lily',
      }
      await post(`${venue.wall.url}/api/realtime/messages`, body, token)
    }
    const screen = await venue.screen(hosted, { locale })
    await screen.locator('.wall-header__count').getByText(`${count}`, { exact: true }).waitFor()
    const line = () =>
      screen.evaluate(() => {
        const boxOf = (of: Element | null) => of?.getBoundingClientRect() ?? new DOMRect()
        const subtitle = document.querySelector('.wall-header__subtitle')
        const [room, title] = [boxOf(subtitle), boxOf(document.querySelector('.wall-header__title'))]
        const parts = [...(subtitle?.children ?? [])].map(boxOf).filter(({ top }) => top < room.bottom - 1)
        const others = ['.rehearsal-mark', '.wall-header__counts'].map((selector) => boxOf(document.querySelector(selector)))
        return {
          isOneLine: others.every((box) => box.top > title.top && box.bottom < title.bottom + 1),
          isWhole: parts.every(({ right }) => right <= room.right + 1),
          isApart: Math.max(title.right, ...parts.map(({ right }) => right), others[0]?.right ?? 0) < (others[1]?.left ?? 0),
          hasDate: parts.length > 0,
        }
      })
    for (const [width, height] of [
      [1024, 768],
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await screen.setViewportSize({ width, height })
      // The smallest screen has no room for a long date beside the word of the rehearsal.
      const hasDate = width > 1024 || locale === 'zh-CN'
      await expect.poll(line, { message: `${width}x${height}` }).toEqual({ isOneLine: true, isWhole: true, isApart: true, hasDate })
    }
    await screen.context().close()
  },
)
