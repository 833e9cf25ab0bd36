import type { HostedSession, Theme } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSession, post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

/** Faces follow the text’s own script, on every page, in every theme, whatever the page’s own language is. Titles break between words. */

const LATIN = 'Couldn’t fly in, but I’m “there”'
// No two marks side by side: browsers set those closer.
const CHINESE = '她说“会洗碗”的人就是他'
// Two of them without the sign that asks for colour, as many keyboards write them.
const EMOJI = '❤☀🎉👰🏻‍♀️'

let venue: Venue
const sessions = new Map<Theme, HostedSession>()
beforeAll(async () => {
  venue = await openVenue()
  for (const theme of ['linen', 'night'] as const) {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', theme })
    const { token } = await venue.wall.join(hosted.session.id, 'Ana O’Hara')
    for (const [index, content] of [LATIN, CHINESE, EMOJI].entries()) {
      const body = { session: hosted.session.id, key: `written-${index}`, content, guestName: 'Ana O’Hara' }
      await post(`${venue.wall.url}/api/realtime/messages`, body, token)
    }
    sessions.set(theme, hosted)
  }
})
afterAll(() => venue.stop())

async function openPage(kind: 'phone' | 'wall' | 'console', theme: Theme, locale: string): Promise<Page> {
  const { session, hostToken } = sessions.get(theme) as HostedSession
  if (kind === 'wall') return venue.screen(sessions.get(theme) as HostedSession, { locale })
  if (kind === 'console') {
    return venue.open(await venue.browser.newContext({ locale }), `/host/${session.id}#token=${hostToken}`)
  }
  const context = await venue.phone({ locale })
  await context.addInitScript((id) => localStorage.setItem(`guestwall:name:${id}`, 'Lily'), session.id)
  return venue.open(context, `/${session.code}`)
}

/** The texts of messages. The console's preview of the wall is drawn smaller. */
const TEXTS = '.gw-note__text, .gw-card__text:not(.preview *), .queue__text'

/** How wide a sign is drawn in a text, in em. */
function widthOf(page: Page, text: string, sign: string): Promise<number> {
  return page
    .locator(TEXTS)
    .filter({ hasText: text })
    .first()
    .evaluate((element, of) => {
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      let node = nodes.nextNode() as Text
      while (!node.data.includes(of)) node = nodes.nextNode() as Text
      const range = document.createRange()
      range.setStart(node, node.data.indexOf(of))
      range.setEnd(node, node.data.indexOf(of) + of.length)
      return range.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(element).fontSize)
    }, sign)
}

/** The faces that a text is really drawn in. */
async function facesOf(page: Page, text: string): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('DOM.enable')
  await devTools.send('CSS.enable')
  const { root } = await devTools.send('DOM.getDocument')
  const { nodeIds } = await devTools.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: '.gw-wall__slot .gw-card__text, .gw-note__text, .queue__text',
  })
  for (const nodeId of nodeIds) {
    const { outerHTML } = await devTools.send('DOM.getOuterHTML', { nodeId })
    if (!outerHTML.includes(text)) continue
    const { fonts } = await devTools.send('CSS.getPlatformFontsForNode', { nodeId })
    return fonts.map(({ familyName }) => familyName)
  }
  throw new Error(`${text} is not on the page`)
}

test.each(
  (['phone', 'wall', 'console'] as const).flatMap((kind) =>
    (['linen', 'night'] as const).flatMap((theme) => (['zh-CN', 'en-US'] as const).map((locale) => [kind, theme, locale] as const)),
  ),
)(
  'on a %s in %s that speaks %s, Latin apostrophes are narrow, Chinese quotes are wide, emoji have colours',
  async (kind, theme, locale) => {
    const page = await openPage(kind, theme, locale)
    await page.getByText(LATIN).first().waitFor()
    await page.evaluate(() => document.fonts.ready)
    for (const sign of ['’', '“', '”']) expect(await widthOf(page, LATIN, sign)).toBeLessThan(0.55)
    for (const sign of ['“', '”']) expect(await widthOf(page, CHINESE, sign)).toBeGreaterThan(0.8)
    expect(await facesOf(page, EMOJI)).toEqual(['Noto Color Emoji'])
    await page.context().close()
  },
)

test('every face that the wall and the console carry is the text cut; the display cut is the ampersand’s alone', async () => {
  const page = await openPage('wall', 'linen', 'en-US')
  await page.getByText(LATIN).first().waitFor()
  const faces = await page.evaluate(() =>
    [...document.styleSheets].flatMap((sheet) =>
      [...sheet.cssRules]
        .filter((rule) => rule instanceof CSSFontFaceRule)
        .map(({ style }) => ({ source: style.getPropertyValue('src'), range: style.getPropertyValue('unicode-range') })),
    ),
  )
  expect(faces.filter(({ source }) => source.includes('wght')).length).toBeGreaterThan(100)
  expect(faces.filter(({ source }) => source.includes('opsz')).map(({ range }) => range)).toEqual(['U+26'])
  await page.context().close()
})

/** The words of the titles on a page that are cut although they would fit on a line of their own. */
function cutWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = []
    for (const title of document.querySelectorAll('.title-text')) {
      const room = title.parentElement?.clientWidth ?? 0
      const texts = document.createTreeWalker(title, NodeFilter.SHOW_TEXT)
      while (texts.nextNode() !== null) {
        const text = texts.currentNode as Text
        for (const word of text.data.matchAll(/\S+/g)) {
          const range = document.createRange()
          range.setStart(text, word.index)
          range.setEnd(text, word.index + word[0].length)
          const rects = [...range.getClientRects()]
          const width = rects.reduce((sum, rect) => sum + rect.width, 0)
          if (rects.length > 1 && width <= room) cut.push(`${word[0]} in ${title.parentElement?.className}`)
        }
      }
    }
    return cut
  })
}

test.each([
  ['Alexandra & Bartholomew', 320],
  ['Alexandra & Bartholomew', 390],
  ['Ana & Miguel', 320],
] as const)('the lines of the title %s break between words, at %i px and on the wall', async (title, width) => {
  const hosted = await venue.wall.createSession({ title })
  const phone = await venue.phone({ width })
  const guest = await venue.open(phone, `/${hosted.session.code}`)
  await guest.getByLabel('Your name').waitFor()
  expect(await cutWords(guest)).toEqual([])
  await guest.getByRole('button', { name: 'Write a message' }).click()
  await guest.getByLabel('Your message').waitFor()
  expect(await cutWords(guest)).toEqual([])
  const desk = await venue.open(phone, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
  await desk.getByText('Three steps, and the wall is live').waitFor()
  expect(await cutWords(desk)).toEqual([])
  for (const [w, h] of [
    [1920, 1080],
    [1080, 1920],
    [1024, 768],
  ] as const) {
    const screens = await venue.browser.newContext({ viewport: { width: w, height: h }, locale: 'en-US' })
    const wall = await venue.open(screens, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
    await wall.getByText('Write the first wish').first().waitFor()
    expect(await cutWords(wall)).toEqual([])
    await screens.close()
  }
  await endSession(venue.wall.url, hosted)
  const late = await venue.open(await venue.phone({ width }), `/${hosted.session.code}`)
  await late.getByText('Thank you for every wish').waitFor()
  expect(await cutWords(late)).toEqual([])
  await late.context().close()
  await phone.close()
})

test('no page reported an error', () => {
  expect(venue.complaints).toEqual([])
})
