import type { HostedSession } from '@guestwall/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings, seriousFindingsInEveryTheme } from '../support/axe.ts'
import { post } from '../support/http-calls.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

let venue: Venue
let hosted: HostedSession
beforeAll(async () => {
  venue = await openVenue()
  hosted = await venue.wall.createSession({ title: '林晓 & 陈默', subtitle: '2026 · 11 · 22' })
  const { token } = await venue.wall.join(hosted.session.id, '舅舅 老周')
  for (const [index, content] of ['百年好合！', 'Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both.'].entries()) {
    await post(
      `${venue.wall.url}/api/realtime/messages`,
      { session: hosted.session.id, key: `seeded-${index}`, content, guestName: '舅舅 老周' },
      token,
    )
  }
})
afterAll(() => venue.stop())

describe('in every theme', () => {
  test('axe finds nothing serious on a phone: on the join form, in the session, and with the list of guests open', async () => {
    const context = await venue.phone()
    const joining = await venue.open(context, `/${hosted.session.code}`)
    await joining.getByLabel('Your name').waitFor()
    expect(await seriousFindingsInEveryTheme(joining)).toEqual([])
    await joining.close()
    const guest = await GuestPage.join(venue, hosted, 'Lily', context)
    await guest.write('From the phone')
    await guest.message('From the phone').locator('.gw-state--shown').waitFor()
    expect(await seriousFindingsInEveryTheme(guest.page)).toEqual([])
    await guest.page.getByRole('button', { name: /here/ }).click()
    await guest.page.getByRole('dialog').waitFor()
    expect(await seriousFindingsInEveryTheme(guest.page)).toEqual([])
    await context.close()
  })

  test('axe finds nothing serious on the wall', async () => {
    const screen = await venue.screen(hosted)
    await screen.getByText('百年好合！').first().waitFor()
    // The bar stays while it has the focus: a text that fades has less contrast meanwhile.
    await screen.getByRole('toolbar').getByRole('button').first().focus()
    expect(await seriousFindingsInEveryTheme(screen)).toEqual([])
    await screen.context().close()
  })
})

test('axe finds nothing serious on the console', async () => {
  const { session, hostToken } = hosted
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const console_ = await venue.open(context, `/host/${session.id}#token=${hostToken}`)
  await console_.getByText('百年好合！').first().waitFor()
  expect(await seriousFindings(console_)).toEqual([])
  await context.close()
})

test.each([
  [320, 640],
  [390, 844],
])('[G2] at %i px nothing is cut at the side, and what is tapped is at least 44 px', async (width, height) => {
  const context = await venue.phone({ width, height })
  const guest = await GuestPage.join(venue, hosted, 'A name of twenty cha', context)
  await guest.message('百年好合！').waitFor()
  // It comes with the part of the page that is loaded later.
  await guest.page.getByLabel(/^Private/).waitFor()
  const overflow = await guest.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  const small = await guest.page.evaluate(() =>
    [...document.querySelectorAll('button, a, input, textarea')]
      // A tap on the label around a control is a tap on the control.
      .map((element) => element.closest('label') ?? element)
      .map(
        (element) =>
          ({ name: element.textContent || element.getAttribute('aria-label'), ...element.getBoundingClientRect().toJSON() }) as {
            name: string
            width: number
            height: number
          },
      )
      .filter((box) => box.width > 0 && (box.height < 44 || box.width < 44))
      .map((box) => `${box.name} ${Math.round(box.width)}×${Math.round(box.height)}`),
  )
  expect(small).toEqual([])
  await context.close()
})

test('a guest joins and writes with the keyboard alone, and the page announces once that the message is on the wall', async () => {
  const context = await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  const page = await venue.open(context, `/${hosted.session.code}`)
  await page.getByLabel('Your name').waitFor()
  const focusOn = async (name: string) => {
    for (let presses = 0; presses < 20; presses += 1) {
      if ((await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '')).length >= 0) {
        const isThere = await page.getByLabel(name).evaluate((element) => element === document.activeElement)
        if (isThere) return
      }
      await page.keyboard.press('Tab')
    }
    throw new Error(`${name} cannot be reached with Tab`)
  }
  await focusOn('Your name')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Keys only')
  await page.keyboard.press('Enter')
  await page.getByLabel('Your message').waitFor()
  await focusOn('Your message')
  await page.keyboard.type('Typed, not tapped')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('status').filter({ hasText: 'Delivered' }).waitFor()
  await context.close()
})

test.each([
  ['zh-CN', '怎么称呼你？', 'zh-CN'],
  ['en-GB', 'What shall we call you?', 'en'],
  ['fr-FR', 'What shall we call you?', 'en'],
])('a browser that prefers %s is spoken to in its language, and the page says so', async (locale, words, lang) => {
  const context = await venue.phone({ locale })
  const page = await venue.open(context, `/${hosted.session.code}`)
  await page.getByText(words).first().waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe(lang)
  await context.close()
})

test('[P1] text on the wall is no smaller than the room can read: messages 4% of the height, the rest 2.4%', async () => {
  const screen = await venue.screen(hosted)
  await screen.getByText('百年好合！').first().waitFor()
  const sizes = await screen.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: { text: string; percent: number }[] = []
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement
      if (element === null || node.textContent?.trim() === '' || element.closest('[class*=toolbar], .gw-unseen') !== null) continue
      if (element.getClientRects().length === 0) continue
      found.push({
        text: node.textContent?.trim() ?? '',
        percent: (Number.parseFloat(getComputedStyle(element).fontSize) / window.innerHeight) * 100,
      })
    }
    return found
  })
  expect(sizes.filter(({ percent }) => percent < 2.4)).toEqual([])
  const messages = sizes.filter(({ text }) => text.includes('百年好合') || text.includes('Lisbon'))
  expect(messages.length).toBeGreaterThan(0)
  for (const { percent } of messages) expect(percent).toBeGreaterThanOrEqual(4)
  await screen.context().close()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
