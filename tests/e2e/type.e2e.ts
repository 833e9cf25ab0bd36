import type { HostedSession, Theme } from '@guestwall/protocol'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSession, post } from '../support/http-calls.ts'
import { openVenue, type Venue } from './venue.ts'

/** Faces follow the text’s own script, on every page, in every theme, whatever the page’s own language is. Titles break between words. */

const LATIN = 'Couldn’t fly in, but I’m “there”'
// No two marks side by side: browsers set those closer.
const CHINESE = '她说“会洗碗”的人就是他'
const MIXED = '我 couldn’t 来，她说“I do”'
// Two of them without the sign that asks for colour, as many keyboards write them.
const EMOJI = '❤☀🎉👰🏻‍♀️'

let venue: Venue
const sessions = new Map<Theme, HostedSession>()
beforeAll(async () => {
  venue = await openVenue()
  for (const theme of ['linen', 'night'] as const) {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默', theme })
    const { token } = await venue.wall.join(hosted.session.id, 'Ana O’Hara')
    for (const [index, content] of [LATIN, CHINESE, MIXED, EMOJI].entries()) {
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
    for (const sign of kind === 'wall' ? ['’', '“', '”'] : []) expect(await widthOf(page, MIXED, sign)).toBeLessThan(0.55)
    expect(await facesOf(page, EMOJI)).toEqual(['Noto Color Emoji'])
    await page.context().close()
  },
)

const FEW = ['百年好合，永结同心！', 'Congratulations to both of you!', '“新娘”说：“我愿意（真的）！”大家，都笑了……']
const MANY = [
  '祝你们百年好合,永结同心!早生贵子,白头偕老.',
  '看这里：https://example.com/a,very.long-address(of_a_photo)/that,no!size?holds.anywhere',
  'Couldn’t fly in , but I’m watching from Lisbon ! ( With cake . )',
  '他说：“今天（2026-11-22）是 100% 的好日子～～”，“是”！！！！！！',
  '哈哈哈哈哈哈哈哈哈哈哈哈，哈哈哈哈哈哈！哈哈哈哈哈哈哈。',
  'To many more burnt dinners, long walks, and (very) late nights…',
  '「新郎」的前室友作证：他真的会洗碗、会做饭、会道歉。',
]

/** The lines of cards that begin with a closing mark, end with an opening one, or end within a word that a line holds. */
function wrongLines(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = []
    for (const text of document.querySelectorAll<HTMLElement>('.gw-wall__slot[data-message] .gw-card__text')) {
      const lines: string[] = []
      let bottom = Number.NEGATIVE_INFINITY
      const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
      while (nodes.nextNode() !== null) {
        const node = nodes.currentNode as Text
        for (let at = 0; at < node.data.length; at += 1) {
          const range = document.createRange()
          range.setStart(node, at)
          range.setEnd(node, at + 1)
          const rect = range.getBoundingClientRect()
          if (rect.top > bottom - rect.height / 2) lines.push('')
          if (rect.height > 0) bottom = rect.bottom
          lines.push(`${lines.pop() ?? ''}${node.data[at]}`)
        }
      }
      lines.forEach((line, at) => {
        const next = lines[at + 1]
        if (next === undefined) return
        const isMark = /^\s*[，。！？；：、）」』》”’…,.!?)]/u.test(next) || /[（「『《“‘(]\s*$/u.test(line)
        const isCut = /[a-z]$/i.test(line) && /^[a-z]/i.test(next) && !text.textContent.includes('://')
        if (isMark || isCut) wrong.push(lines.join(' | '))
      })
    }
    return wrong
  })
}

test('no line of a card begins with a closing mark, ends with an opening one, or cuts a word that a smaller size holds', async () => {
  const hosted = await venue.wall.createSession({ title: 'Lines' })
  const { token } = await venue.wall.join(hosted.session.id, 'Ana')
  const context = await venue.browser.newContext()
  const seen: string[][] = []
  for (const texts of [FEW, MANY]) {
    for (const [index, content] of texts.entries()) {
      const body = { session: hosted.session.id, key: `line-${texts.length}-${index}`, content, guestName: 'Ana' }
      await post(`${venue.wall.url}/api/realtime/messages`, body, token)
    }
    for (const [width = 0, height = 0] of [
      [1920, 1080],
      [1024, 768],
    ]) {
      const page = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
      await page.setViewportSize({ width, height })
      await page.locator('.gw-wall__slot[data-message]', { hasText: texts[texts.length - 1] as string }).waitFor()
      await page.evaluate(() => document.fonts.ready)
      seen.push(await wrongLines(page))
      await page.close()
    }
  }
  expect(seen.flat()).toEqual([])
  await context.close()
})

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
