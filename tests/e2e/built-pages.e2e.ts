import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postcss from 'postcss'
import { expect, test } from 'vitest'
import { classesOf, namesClass, rulesOf } from '../support/style-sheets.ts'
import { WEB_ROOT } from './venue.ts'

/** The built pages: scripts and style sheets, as the HTML names them. */

interface BuiltPage {
  readonly classes: readonly string[]
  /** The page and its scripts, also those that it loads later. */
  readonly text: string
}

function built(page: string): BuiltPage {
  if (!existsSync(WEB_ROOT)) throw new Error('the web app is not built: run npm run build')
  const html = readFileSync(join(WEB_ROOT, page, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1] as string)
  const read = (ending: string) => named.filter((name) => name.endsWith(ending)).map((name) => readFileSync(join(WEB_ROOT, name), 'utf8'))
  const inPage = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map((match) => match[1] as string)
  const rules = [...read('.css'), ...inPage].flatMap((css) => rulesOf(postcss.parse(css)))
  const scripts = read('.js')
  // A script in the page names its parts by whole paths.
  const later = [html, ...scripts].flatMap((script) =>
    [...script.matchAll(/import\([`'"](?:\.|\/assets)\/([\w.-]+\.js)[`'"]\)/g)].map((match) => match[1] as string),
  )
  const parts = later.map((name) => readFileSync(join(WEB_ROOT, 'assets', name), 'utf8'))
  return { classes: [...new Set(rules.flatMap(({ selector }) => classesOf(selector)))], text: [html, ...scripts, ...parts].join('\n') }
}

test.each([
  ['guest', ['gw-note', 'gw-composer', 'entry', 'tabs'], ['gw-card', 'gw-results', 'wall-screen', 'console']],
  ['wall', ['gw-card', 'gw-results', 'wall-screen', 'toolbar'], ['gw-note', 'gw-composer', 'gw-vote', 'entry', 'console']],
  ['host', ['gw-card', 'gw-tally', 'console', 'vote-form'], ['gw-note', 'gw-composer', 'gw-vote', 'entry', 'toolbar']],
  ['missing', ['entry', 'field'], ['gw-note', 'gw-card', 'gw-vote', 'room', 'tabs', 'sheet']],
])('the page %s loads the rules of its own components and of no other', (page, own, others) => {
  const { classes, text } = built(page)
  expect(own.filter((name) => !classes.includes(name))).toEqual([])
  expect(others.filter((name) => classes.includes(name))).toEqual([])
  // The page without a script uses whole sheets of the entry page: it has no script that would name their other classes.
  const foreign = page === 'missing' ? [] : classes.filter((name) => !namesClass(text, name))
  expect(foreign).toEqual([])
})

/** One text of each part, as the English catalogs have it. */
const GUEST_TEXT = 'Join a wall'
const COMPONENT_TEXT = 'Write a wish…'
const CONSOLE_TEXT = 'Sign in to the console'
const WALL_TEXT = 'Keyboard shortcuts'

test('the guest loads each text of the components once, and none of the console or of the wall; no page has the pseudo-language', () => {
  const times = (page: string, part: string) => built(page).text.split(part).length - 1
  expect([GUEST_TEXT, COMPONENT_TEXT, CONSOLE_TEXT, WALL_TEXT].map((part) => times('guest', part))).toEqual([1, 1, 0, 0])
  expect([times('host', CONSOLE_TEXT) > 0, times('wall', WALL_TEXT) > 0]).toEqual([true, true])
  expect(['guest', 'wall', 'host'].filter((page) => times(page, 'en-XA') > 0)).toEqual([])
})

test('[G2] the form of a guest waits for no second file: its script and its styles stand in the page', () => {
  const html = readFileSync(join(WEB_ROOT, 'guest/index.html'), 'utf8')
  expect([...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map((match) => match[1])).toEqual([
    expect.stringMatching(/^\/assets\/icon-[\w-]+\.svg$/),
  ])
})
