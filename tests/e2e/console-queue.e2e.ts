import { HostClient } from '@guestwall/client/host'
import type { HostedSession } from '@guestwall/protocol'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from '../support/axe.ts'
import { post } from '../support/http-calls.ts'
import { intercept, letThrough, openVenue, type Venue } from './venue.ts'

/** The queue of the console: what a host decides about messages, on a laptop and on a phone. */

let venue: Venue
beforeAll(async () => {
  venue = await openVenue()
})
afterAll(() => venue.stop())

/** A wall on which every message waits for a host. */
async function openQueue(
  texts: readonly string[],
): Promise<{ hosted: HostedSession; write: (...more: readonly string[]) => Promise<string[]> }> {
  const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', moderation: 'approve' })
  const { token } = await venue.wall.join(hosted.session.id, 'Lily')
  let count = 0
  const write = async (...more: readonly string[]): Promise<string[]> => {
    const ids: string[] = []
    for (const content of more) {
      count += 1
      const body = { session: hosted.session.id, key: `queue-key-${count}`, content, guestName: 'Lily' }
      ids.push((await post<{ message: { id: string } }>(`${venue.wall.url}/api/realtime/messages`, body, token)).message.id)
    }
    return ids
  }
  await write(...texts)
  return { hosted, write }
}

const laptop = () => venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })

async function open(hosted: HostedSession, context?: BrowserContext): Promise<Page> {
  const page = await venue.open(context ?? (await laptop()), `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await page.getByText('Connected', { exact: true }).waitFor()
  return page
}

const row = (page: Page, text: string): Locator => page.locator('.queue-row').filter({ hasText: text })
const current = (page: Page) => page.locator('.queue-row--current .queue__text').textContent()
/** Another host, with a name. */
async function helper(hosted: HostedSession, name: string) {
  const client = new HostClient({ url: venue.wall.url })
  const { token } = await client.session(hosted.session.id, hosted.hostToken).createCredential({ name, role: 'moderator' })
  return client.session(hosted.session.id, token)
}
const statusOf = async (hosted: HostedSession, id: string) => {
  const { messages } = await new HostClient({ url: venue.wall.url }).session(hosted.session.id, hosted.hostToken).listMessages()
  return messages.find((message) => message.id === id)?.status
}
const count = (page: Page, tab: 'Pending' | 'Shown' | 'Off the wall', number: number) =>
  page.getByRole('tab', { name: `${tab}, ${number} message${number === 1 ? '' : 's'}` }).waitFor()

describe('on a laptop', () => {
  test('[H2] keys move, show, reject, select and undo; the counts follow', async () => {
    const { hosted } = await openQueue(['first', 'second', 'third', 'fourth'])
    const page = await open(hosted)
    await count(page, 'Pending', 4)
    await row(page, 'fourth').waitFor()
    expect(await current(page)).toBe('fourth')
    await page.keyboard.press('j')
    expect(await current(page)).toBe('third')
    await page.keyboard.press('a')
    expect(await current(page)).toBe('second')
    await count(page, 'Shown', 1)
    await page.keyboard.press('r')
    expect(await current(page)).toBe('first')
    await count(page, 'Off the wall', 1)
    await page.getByRole('button', { name: /^Undo/ }).waitFor()
    await page.keyboard.press('u')
    // The message waits again, and is not on the wall (MOD-10).
    await count(page, 'Pending', 3)
    await count(page, 'Off the wall', 0)
    await page.keyboard.press('u')
    await count(page, 'Pending', 4)
    await count(page, 'Shown', 0)
    await row(page, 'fourth').focus()
    await page.keyboard.press('p')
    await count(page, 'Shown', 1)
    await page.getByRole('tab', { name: /^Shown/ }).click()
    await row(page, 'fourth').getByText('Pinned').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Undo').waitFor()
    await page.keyboard.press('Escape')
    await page.context().close()
  })

  test('[H2] nothing moves under the pointer: new messages wait behind a button, and a decided one keeps its place', async () => {
    const { hosted, write } = await openQueue(['first', 'second', 'third'])
    const page = await open(hosted)
    await row(page, 'second').hover()
    const place = await row(page, 'first').boundingBox()
    await write('fourth', 'fifth')
    await page.getByRole('button', { name: '2 new messages' }).waitFor()
    expect(await row(page, 'first').boundingBox()).toEqual(place)
    await row(page, 'second')
      .getByRole('button', { name: /^Show: Lily/ })
      .click()
    await row(page, 'second').getByText('showed it').waitFor()
    expect(await row(page, 'first').boundingBox()).toEqual(place)
    await page.getByRole('button', { name: '2 new messages' }).click()
    await row(page, 'fifth').waitFor()
    await row(page, 'second').waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('[H2] the row of a message that another host decides says by whom, and keys do nothing on it', async () => {
    const { hosted, write } = await openQueue(['first', 'second'])
    const page = await open(hosted)
    const [id = ''] = await write('third')
    await row(page, 'third').waitFor()
    await row(page, 'third').hover()
    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await (await helper(hosted, '小雨')).actOnMessage(id, 'reject')
    await row(page, 'third').getByText('小雨').waitFor()
    expect(await row(page, 'third').textContent()).toContain('rejected it')
    await page.keyboard.press('a')
    await count(page, 'Pending', 2)
    expect(await statusOf(hosted, id)).toBe('rejected')
    await page.context().close()
  })

  test('[MOD-4] an act that comes second changes nothing, and the row says who was first', async () => {
    const { hosted, write } = await openQueue(['first'])
    const rain = await helper(hosted, '小雨')
    const context = await laptop()
    // This page's request arrives after the other host's, of which the page does not know yet.
    await context.route('**/approve', async (route) => {
      await rain.actOnMessage(id, 'reject')
      await route.continue()
    })
    const page = await open(hosted, context)
    const [id = ''] = await write('second')
    await row(page, 'second').hover()
    await row(page, 'second')
      .getByRole('button', { name: /^Show: Lily/ })
      .click()
    await row(page, 'second').getByText('小雨').waitFor()
    expect(await row(page, 'second').textContent()).toContain('rejected it')
    expect(await statusOf(hosted, id)).toBe('rejected')
    expect(await page.locator('.undo-strip__offer').count()).toBe(0)
    await page.context().close()
  })

  test('[H2] selected messages are shown or rejected at once, and taken back at once', async () => {
    const { hosted } = await openQueue(['first', 'second', 'third'])
    const page = await open(hosted)
    await row(page, 'third').waitFor()
    await page.keyboard.press('x')
    await row(page, 'first').getByRole('checkbox').check()
    await page.getByText('2 selected').waitFor()
    await page.getByRole('button', { name: 'Reject selected' }).click()
    await count(page, 'Off the wall', 2)
    await count(page, 'Pending', 1)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await count(page, 'Pending', 3)
    await count(page, 'Off the wall', 0)
    // A key acts on what is selected, too.
    await row(page, 'first').getByRole('checkbox').check()
    await row(page, 'second').getByRole('checkbox').check()
    await page.keyboard.press('a')
    await count(page, 'Shown', 2)
    await count(page, 'Pending', 1)
    await page.context().close()
  })

  test('[H6] an act that does not arrive is not shown as done: the row says so, and it can be done again', async () => {
    const { hosted } = await openQueue(['first'])
    const context = await laptop()
    const approvals = await intercept(context, '**/approve')
    approvals.handle = (route) => route.abort()
    const page = await open(hosted, context)
    await row(page, 'first').waitFor()
    await page.keyboard.press('a')
    await row(page, 'first').getByText('Not sent. Try again.').waitFor()
    await count(page, 'Pending', 1)
    approvals.handle = letThrough
    await page.keyboard.press('a')
    await count(page, 'Shown', 1)
    await page.context().close()
  })

  test('[H3] the mode is switched while the wall runs; removing is two steps, and erases the text', async () => {
    const { hosted, write } = await openQueue([])
    const page = await open(hosted)
    await page.getByRole('tab', { name: /^Messages/ }).click()
    // The server's answer checks it, however late it comes.
    await page.getByRole('radio', { name: 'Publish, then remove' }).click()
    await page.getByRole('tab', { name: /^Shown/, selected: true }).waitFor()
    const [id = ''] = await write('at once')
    await count(page, 'Shown', 1)
    await row(page, 'at once').getByRole('button', { name: 'More: Lily, “at once”' }).click()
    await page.getByRole('button', { name: 'Remove for good' }).click()
    await page.getByRole('button', { name: 'Keep', exact: true }).and(page.locator(':focus')).waitFor()
    await page.getByRole('button', { name: 'Remove, this is final' }).and(page.locator(':not([aria-disabled])')).click()
    await count(page, 'Shown', 0)
    await expect.poll(() => statusOf(hosted, id)).toBeUndefined()
    await page.context().close()
  })
})

describe('on a phone', () => {
  test('[H2] one card at a time, the oldest first; nothing moves when messages come or when one is decided', async () => {
    const { hosted, write } = await openQueue(['first, with our warmest wishes to both of you', 'second'])
    const page = await open(hosted, await venue.phone({ width: 320, height: 640 }))
    const card = page.locator('.cards__card')
    await card.getByText('first').waitFor()
    const places = async () =>
      Promise.all([card, ...(await page.getByRole('button').all())].map(async (each) => JSON.stringify(await each.boundingBox())))
    const before = await places()
    const buttonPlaces = () => Promise.all(['reject', 'show'].map((name) => page.locator(`.cards__${name}`).boundingBox()))
    const buttons = await buttonPlaces()
    await write('third', 'fourth')
    await count(page, 'Pending', 4)
    expect(await card.getByText('first').count()).toBe(1)
    expect(await places()).toEqual(before)
    await page.getByRole('button', { name: /^Show: Lily, “first/ }).tap()
    await card.getByText('second').waitFor()
    await page.locator('.undo-strip__offer').waitFor()
    expect(await buttonPlaces()).toEqual(buttons)
    await count(page, 'Shown', 1)
    await page.getByRole('button', { name: /^Undo/ }).tap()
    await card.getByText('first').waitFor()
    await count(page, 'Pending', 4)
    await page.context().close()
  })

  test('[H2] a double tap decides about one message', async () => {
    const { hosted } = await openQueue(['first', 'second', 'third'])
    const page = await open(hosted, await venue.phone())
    await page.locator('.cards__card').getByText('first').waitFor()
    // The taps have their times written on them: no machine is too slow for a double tap.
    const left = await page.evaluate(async () => {
      const card = () => document.querySelector('.cards__text')?.textContent
      const frames = async (count: number) => {
        for (let at = 0; at < count; at += 1) await new Promise(requestAnimationFrame)
      }
      const tap = async (atMs: number) => {
        for (const event of [new PointerEvent('pointerdown', { bubbles: true }), new MouseEvent('click', { bubbles: true })]) {
          Object.defineProperty(event, 'timeStamp', { value: atMs })
          document.querySelector('.cards__show')?.dispatchEvent(event)
        }
        await frames(5)
      }
      await tap(10_000)
      while (card() === 'first') await frames(1)
      await tap(10_200)
      await tap(10_400)
      while (card() === 'second') await frames(1)
      return card()
    })
    expect(left).toBe('third')
    await count(page, 'Shown', 2)
    await count(page, 'Pending', 1)
    await page.context().close()
  })

  test('[H2] where another host was faster the card says who, and waits', async () => {
    const { hosted, write } = await openQueue([])
    const [first = '', second = ''] = await write('first', 'second', 'third')
    const faster = await helper(hosted, '小雨')
    const context = await venue.phone()
    // Faster by the time that a request takes: the page has gone on to the next card, and comes back.
    await context.route(new RegExp(`${second}/approve`), async (route) => {
      await faster.actOnMessage(second, 'reject')
      await route.continue()
    })
    const page = await open(hosted, context)
    const card = page.locator('.cards__card')
    await card.getByText('first').waitFor()
    await faster.actOnMessage(first, 'approve')
    await page.getByText('小雨').waitFor()
    expect(await card.getByText('first').count()).toBe(1)
    await page.getByRole('button', { name: 'Next message' }).tap()
    await card.getByText('second').waitFor()
    await page.getByRole('button', { name: /^Show: Lily, “second/ }).tap()
    await page.locator('.cards__end').getByText('小雨').waitFor()
    expect(await card.getByText('second').count()).toBe(1)
    await page.getByRole('button', { name: 'Next message' }).tap()
    await card.getByText('third').waitFor()
    await page.context().close()
  })
})

test.each([
  ['en-US', 1280, 800],
  ['zh-CN', 1920, 1080],
  ['zh-CN', 390, 844],
  ['en-US', 320, 568],
  // A laptop at 400 %.
  ['en-US', 320, 200],
] as const)(
  '[Access] in %s at %i × %i axe finds nothing serious in the queue, and nothing scrolls sideways',
  async (locale, width, height) => {
    const { hosted } = await openQueue(['新婚快乐！', 'To many more burnt dinners and long walks.', '奶奶说：两个人吃饭，比一个人香。'])
    const context = await venue.browser.newContext({ viewport: { width, height }, locale })
    const page = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
    await page.locator('.queue-row, .cards__card').first().waitFor()
    for (const tab of ['pending', 'shown', 'rejected', 'private']) {
      await page.locator(`#tab-${tab}`).click()
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await context.close()
  },
)

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
