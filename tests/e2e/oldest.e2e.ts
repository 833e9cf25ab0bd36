import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LACKING, OLDEST, takeAway } from '../support/older-browsers.ts'
import { GuestPage, openVenue, type Venue } from './venue.ts'

/** The oldest browsers that the pages are built for: what they lack is taken away from today's. */

const ASSETS = fileURLToPath(new URL('../../apps/web/dist/assets/', import.meta.url))
const built = (ending: string) =>
  readdirSync(ASSETS)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(`${ASSETS}${name}`, 'utf8') }))
/** All scripts: files, and what stands in the guest's page. */
function builtScripts() {
  const page = readFileSync(`${ASSETS}../guest/index.html`, 'utf8')
  const inPage = [...page.matchAll(/<script[^>]*>(.+?)<\/script>/gs)].map((match) => ({
    name: 'guest/index.html',
    text: match[1] as string,
  }))
  expect(inPage).toHaveLength(2)
  return [...built('.js'), ...inPage]
}

describe('what is built', () => {
  test('is built for these browsers, and the list holds only what one of them lacks', () => {
    const config = readFileSync(fileURLToPath(new URL('../../apps/web/vite.config.ts', import.meta.url)), 'utf8')
    const targets = Object.entries(OLDEST).map(([browser, version]) => `'${browser}${version}'`)
    expect(config).toContain(`target: [${targets.join(', ')}]`)
    for (const { path, chrome, safari, firefox } of LACKING) {
      expect(chrome > OLDEST.chrome || safari > OLDEST.safari || firefox > OLDEST.firefox || path === 'AbortSignal.abort', path).toBe(true)
    }
  })

  test('no script calls what they lack without asking for it first', () => {
    const names = LACKING.filter(({ isOptional }) => isOptional !== true).map(({ path }) => path.split('.'))
    // A method by its name; what is global or static by its whole path.
    const methods = names.filter((parts) => parts.includes('prototype')).map((parts) => parts[parts.length - 1])
    const globals = names.filter((parts) => !parts.includes('prototype')).map((parts) => parts.join('\\.'))
    const calls = new RegExp(`\\.(?:${methods.join('|')})\\(|(?<![\\w.$])(?:${globals.join('|')})\\(`, 'g')
    const found = builtScripts().flatMap(({ name, text }) => [...text.matchAll(calls)].map((match) => `${name}: ${match[0]}`))
    expect(found).toEqual([])
  })

  test('no script holds a pattern that they cannot read: a look-behind is an error of the whole file', () => {
    expect(
      builtScripts()
        .filter(({ text }) => /\(\?<[=!]/.test(text))
        .map(({ name }) => name),
    ).toEqual([])
  })

  test('no style sheet needs what they lack', () => {
    const newer = /:has\(|:is\(|:where\(|@container|@layer|color-mix\(|oklch\(|(?<![\w-])aspect-ratio:|\d(?:svh|lvh)\b/g
    const page = readFileSync(`${ASSETS}../guest/index.html`, 'utf8')
    const sheets = [...built('.css'), { name: 'guest/index.html', text: /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '' }]
    for (const { name, text } of sheets) {
      expect(text, name).not.toBe('')
      expect([...text.matchAll(newer)].map((match) => `${name}: ${match[0]}`)).toEqual([])
      // A height in the new unit stands after the same in the old one.
      for (const { index } of text.matchAll(/100dvh/g))
        expect(text.slice(Math.max(0, index - 40), index), name).toMatch(/100vh;(?:min-)?height:$/)
    }
  })
})

describe('the three pages without what these browsers lack', () => {
  let venue: Venue
  beforeAll(async () => {
    venue = await openVenue()
  })
  afterAll(() => venue.stop())

  async function older(context: BrowserContext): Promise<BrowserContext> {
    await context.addInitScript(
      takeAway,
      LACKING.map(({ path }) => path),
    )
    return context
  }

  test('a guest joins, writes, opens the list of guests, votes and reloads; the wall moves; a host creates and closes a vote and removes a message', async () => {
    const hosted = await venue.wall.createSession({ title: '林晓 & 陈默' })
    const context = await older(await venue.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' }))
    const wall = await venue.open(context, `/wall/${hosted.session.id}#token=${hosted.wallToken}`)
    await wall.getByText('Write the first wish').first().waitFor()
    expect(await wall.evaluate(() => [typeof [].at, typeof globalThis.structuredClone, 'wakeLock' in navigator])).toEqual([
      'undefined',
      'undefined',
      false,
    ])
    const guest = await GuestPage.join(venue, hosted, 'Old phone', await older(await venue.phone()))
    for (const text of ['百年好合！', 'One more', 'And another one, a little longer than the others']) {
      await guest.write(text)
      await guest.message(text).locator('.gw-state--shown').waitFor()
      await wall.getByText(text).first().waitFor()
    }
    await guest.page.getByRole('button', { name: /here$/ }).click()
    await guest.page.locator('dialog').getByText('Old phone').waitFor()
    await guest.page.getByRole('button', { name: 'Close' }).click()
    await guest.page.locator('dialog').waitFor({ state: 'detached' })

    const console_ = await venue.open(context, `/host/${hosted.session.id}#token=${hosted.hostToken}`)
    await console_.getByText('One more').first().waitFor()
    await console_.getByRole('tab', { name: /^Votes/ }).click()
    await console_.getByRole('button', { name: 'New vote' }).click()
    await console_.getByRole('textbox', { name: 'Question' }).fill('First dance?')
    await console_.getByRole('textbox', { name: 'Option 1' }).fill('Waltz')
    await console_.getByRole('textbox', { name: 'Option 2' }).fill('Tango')
    await console_.getByRole('button', { name: 'Open it now' }).click()
    await guest.page.getByRole('button', { name: 'Vote now' }).click()
    await guest.page.getByRole('radio', { name: 'Waltz' }).check()
    await guest.page.getByText('Vote counted', { exact: true }).waitFor()
    await console_.getByRole('button', { name: 'Show on screen' }).click()
    await wall.locator('.gw-share__percent', { hasText: '100%' }).waitFor()
    await console_.getByRole('button', { name: 'Close the vote' }).click()
    await wall.getByText('Voting has closed').waitFor()
    await guest.page.reload()
    await guest.message('百年好合！').waitFor()

    await console_.getByRole('tab', { name: /^Messages/ }).click()
    const item = console_.locator('.queue__item').filter({ hasText: 'One more' })
    await item.getByRole('button', { name: /^More/ }).click()
    await console_.getByRole('button', { name: 'Remove for good' }).click()
    await console_.getByRole('button', { name: 'Remove, this is final' }).click()
    await guest.message('One more').waitFor({ state: 'detached' })
    // The keys of a wall, with its list over it.
    await wall.keyboard.press('h')
    await wall.locator('dialog').getByText('Keyboard shortcuts').waitFor()
    await wall.keyboard.press('Escape')
    await wall.locator('dialog').waitFor({ state: 'detached' })
    await context.close()
    await guest.page.context().close()
  })

  test('no page reported an error', () => {
    expect(venue.complaints).toEqual([])
  })
})
