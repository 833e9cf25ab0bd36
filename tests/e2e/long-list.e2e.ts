import { HostClient } from '@guestwall/client/host'
import type { HostedSession } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post } from '../support/http-calls.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

/** Many messages on a phone: what is away from the screen is not drawn, and nothing that is read moves. */

const COUNT = 160
const BOX = '.gw-stream__box'

let venue: Venue
let hosted: HostedSession
let page: Page
const ids: string[] = []

async function write(content: string): Promise<void> {
  const { token } = await venue.wall.join(hosted.session.id, 'Uncle Zhou')
  const body = { session: hosted.session.id, key: `long-list-key-${ids.length}`, content, guestName: 'Uncle Zhou' }
  ids.push((await post<{ message: { id: string } }>(`${venue.wall.url}/api/realtime/messages`, body, token)).message.id)
}
const remove = (id: string) => new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken).removeMessage(id)
const row = (text: string) => page.locator('[data-view-key]').filter({ hasText: text })
const rows = () => page.locator('[data-view-key]').count()
/** What is away from the screen is marked, and not drawn. */
const settled = () => page.waitForFunction(() => document.querySelectorAll('.gw-stream__group[data-settled]').length >= 3)
const topOf = async (text: string) => (await row(text).boundingBox())?.y ?? Number.NaN
const heightOfList = () => page.locator(BOX).evaluate(({ scrollHeight }) => scrollHeight)

interface Hooked {
  beforeMessage?: (() => void) | undefined
}

/** Runs in the page before its own scripts: `beforeMessage` is called once, before the page gets its next message. */
function hookMessages(): void {
  const hooked = globalThis as Hooked
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given)
      this.addEventListener('message', () => {
        hooked.beforeMessage?.()
        hooked.beforeMessage = undefined
      })
    }
  }
}

/** A finger scrolls up, and before the browser tells of it a message comes. */
async function scrollAsMessageComes(by: number, text: string): Promise<void> {
  await page.locator(BOX).evaluate((box, px) => {
    const hooked = globalThis as Hooked
    hooked.beforeMessage = () => (box.scrollTop -= px)
  }, by)
  await write(text)
  await row(text).waitFor({ state: 'attached' })
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
  for (let at = 0; at < COUNT; at += 1) await write(`Wish ${at}. ${'With all our love. '.repeat(at % 7)}`)
  const context = await venue.phone()
  await context.addInitScript(hookMessages)
  ;({ page } = await GuestPage.join(venue, hosted, 'Lily', context))
  const older = page.getByRole('button', { name: 'Older messages' })
  for (let before = await rows(); before < COUNT; before = await rows()) {
    await older.click()
    await page.waitForFunction((known) => document.querySelectorAll('[data-view-key]').length > known, before)
  }
  // The parts that come later are there: a row grows with its seals.
  await page.waitForFunction((count) => document.querySelectorAll('[data-view-key] .reactions__sum').length === count, COUNT)
})
afterAll(() => venue.stop())

test('a list that was scrolled up stays where it is while it is drawn further up', async () => {
  await page.locator(BOX).evaluate((box) => (box.scrollTop = box.scrollHeight))
  await settled()
  // Each step moves what is seen by itself, and by nothing else.
  const moved = await page.locator(BOX).evaluate(async (box) => {
    const frames = async () => {
      for (let at = 0; at < 3; at += 1) await new Promise(requestAnimationFrame)
    }
    const seen = () => [...box.querySelectorAll('[data-view-key]')].find((each) => each.getBoundingClientRect().bottom > 200)
    const off: number[] = []
    while (box.scrollTop > 0) {
      const [anchor, before, from] = [seen(), seen()?.getBoundingClientRect().top ?? 0, box.scrollTop]
      box.scrollTop -= 300
      const step = from - box.scrollTop
      await frames()
      off.push(Math.abs((anchor?.getBoundingClientRect().top ?? 0) - before - step))
    }
    return { steps: off.length, most: Math.max(...off) }
  })
  expect(moved.steps).toBeGreaterThan(20)
  expect(moved.most).toBeLessThanOrEqual(1)
})

test('a message that is taken away far up takes its own height with it, and no more', async () => {
  await page.locator(BOX).evaluate((box) => (box.scrollTop = box.scrollHeight))
  await settled()
  const last = await topOf(`Wish ${COUNT - 1}.`)
  const [before, height] = [await heightOfList(), (await row('Wish 13.').boundingBox())?.height ?? 0]
  await settled()
  await remove(ids[13] ?? '')
  await row('Wish 13.').waitFor({ state: 'detached' })
  expect(before - (await heightOfList())).toBeCloseTo(height, 0)
  expect(await topOf(`Wish ${COUNT - 1}.`)).toBeCloseTo(last, 0)
})

test('a scroll is not taken back by a message that comes before the browser tells of it, at the end and further up', async () => {
  await page.locator(BOX).evaluate((box) => (box.scrollTop = box.scrollHeight))
  await settled()
  const last = await topOf(`Wish ${COUNT - 1}.`)
  await scrollAsMessageComes(300, 'Came at the end')
  expect(await topOf(`Wish ${COUNT - 1}.`)).toBeCloseTo(last + 300, 0)
  await row('Wish 80.').scrollIntoViewIfNeeded()
  await settled()
  const place = await topOf('Wish 80.')
  await scrollAsMessageComes(120, 'Came further down')
  expect(await topOf('Wish 80.')).toBeCloseTo(place + 120, 0)
})

test('what is read at the top of the window stays there, however many messages come', async () => {
  const { page: reader } = await GuestPage.join(venue, hosted, 'Reader')
  await reader.locator('[data-view-key] .reactions__sum').first().waitFor({ state: 'attached' })
  await reader.locator(BOX).evaluate((box) => (box.scrollTop = 0))
  const first = () =>
    reader.locator(BOX).evaluate((box) => {
      const top = box.getBoundingClientRect().top
      const read = [...box.querySelectorAll('[data-view-key]')].find((each) => each.getBoundingClientRect().bottom > top)
      return { text: read?.textContent, y: Math.round(read?.getBoundingClientRect().top ?? 0) }
    })
  await reader.getByRole('button', { name: 'To the newest' }).waitFor()
  const read = await first()
  for (let at = 0; at < 5; at += 1) {
    await write(`Meanwhile ${at}`)
    await reader
      .locator('[data-view-key]')
      .filter({ hasText: `Meanwhile ${at}` })
      .waitFor({ state: 'attached' })
    expect(await first()).toEqual(read)
  }
  await reader.context().close()
})

test('a phone that is turned stays at the end, and at what is read further up', async () => {
  const turn = async (width: number, height: number): Promise<void> => {
    await page.setViewportSize({ width, height })
    await page.waitForFunction((wide) => innerWidth === wide, width)
    // As long as rows are drawn anew at their new height.
    await page.locator(BOX).evaluate(async (box) => {
      for (let before = -1; before !== box.scrollHeight; ) {
        before = box.scrollHeight
        for (let at = 0; at < 5; at += 1) await new Promise(requestAnimationFrame)
      }
    })
  }
  const fromEnd = () => page.locator(BOX).evaluate((box) => Math.round(box.scrollHeight - box.clientHeight - box.scrollTop))
  const fromTop = (text: string) =>
    row(text).evaluate((element) =>
      Math.round(element.getBoundingClientRect().top - (element.closest('section')?.getBoundingClientRect().top ?? 0)),
    )
  await page.locator(BOX).evaluate((box) => (box.scrollTop = box.scrollHeight))
  await settled()
  for (const [width, height] of [
    [844, 390],
    [390, 844],
  ] as const) {
    await turn(width, height)
    expect(await fromEnd()).toBe(0)
  }
  await row('Wish 70.').evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await settled()
  const place = await fromTop('Wish 70.')
  for (const [width, height] of [
    [844, 390],
    [390, 844],
  ] as const) {
    await turn(width, height)
    expect(await fromTop('Wish 70.')).toBe(place)
  }
})

test('what is read stays in its place also after the first message in view was taken away', async () => {
  await row('Wish 90.').evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await settled()
  await remove(ids[90] ?? '')
  await row('Wish 90.').waitFor({ state: 'detached' })
  const place = await topOf('Wish 92.')
  await remove(ids[40] ?? '')
  await row('Wish 40.').waitFor({ state: 'detached' })
  expect(await topOf('Wish 92.')).toBeCloseTo(place, 0)
})

test('what is read further up stays in its place while messages come, and go above it', async () => {
  await row('Wish 80.').scrollIntoViewIfNeeded()
  await settled()
  const place = await topOf('Wish 80.')
  await remove(ids[20] ?? '')
  await row('Wish 20.').waitFor({ state: 'detached' })
  await write('The newest of all')
  await row('The newest of all').waitFor({ state: 'attached' })
  expect(await topOf('Wish 80.')).toBeCloseTo(place, 0)
})
