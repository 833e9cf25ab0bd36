import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { openVenue, stopClock, type Venue } from './venue.ts'

/** Faces that come when the test says it, in the time of the test. */
interface LateFaces {
  readonly asked: string[]
  come(): void
}

let venue: Venue
let hosted: HostedSession
let screen: Page
let written = 0
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'zh-CN' })
  await context.clock.install()
  await context.addInitScript(() => {
    const { fonts } = document
    const [check, load] = [fonts.check.bind(fonts), fonts.load.bind(fonts)]
    const asked: string[] = []
    const waiting: (() => void)[] = []
    Object.assign(fonts, {
      check: (font: string, text: string) => !text.includes('饕') && check(font, text),
      load: async (font: string, text: string) => {
        if (!text.includes('饕')) return load(font, text)
        asked.push(text)
        await new Promise<void>((resolve) => waiting.push(resolve))
        return []
      },
    })
    const come = (): void => {
      for (const resolve of waiting) resolve()
    }
    Object.assign(window, { lateFaces: { asked, come } })
  })
  screen = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
  await write('百年好合')
  await card('百年好合').waitFor()
  await stopClock(screen)
})
afterAll(() => venue.stop())

const card = (text: string) => screen.locator('[data-message]').filter({ hasText: text })

async function write(content: string): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Lily')
  const message = { session: hosted.session.id, key: `the-message-number-${(written += 1)}`, content, guestName: 'Lily' }
  await post(`${venue.wall.url}/api/realtime/messages`, message, token)
}

async function whenAsked(content: string): Promise<void> {
  await expect.poll(() => screen.evaluate(() => (window as unknown as { lateFaces: LateFaces }).lateFaces.asked)).toContain(content)
}

test('a message is drawn once its own face is there, so that no card changes its size a moment later', async () => {
  await write('饕餮之夜')
  await whenAsked('饕餮之夜')
  await screen.clock.runFor(200)
  expect(await card('饕餮').count()).toBe(0)
  await screen.evaluate(() => (window as unknown as { lateFaces: LateFaces }).lateFaces.come())
  await card('饕餮').waitFor()
})

test('a face that does not come in a quarter of a second holds up no message', async () => {
  await write('老饕驾到')
  await whenAsked('老饕驾到')
  await screen.clock.runFor(200)
  expect(await card('老饕').count()).toBe(0)
  await screen.clock.runFor(1_000)
  await card('老饕').waitFor()
})
