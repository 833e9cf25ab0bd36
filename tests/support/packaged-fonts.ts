import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { BrowserContext } from 'playwright-core'

/**
 * Faces of packages in the place of a machine's own, so that a page looks the same on every machine: under the names that phones have them, and that
 * the style sheets name first. Emoji stay the machine's.
 */

const ORIGIN = 'http://fonts.test'
const require = createRequire(new URL('../../apps/web/package.json', import.meta.url))
const folderOf = (name: string): string => dirname(require.resolve(`@fontsource-variable/${name}/package.json`))

/** The faces of a package under another name. */
function renamed(name: string, sheet: string, family: string): string {
  const css = readFileSync(join(folderOf(name), sheet), 'utf8')
  return css.replaceAll(/font-family: '[^']*'/g, `font-family: '${family}'`).replaceAll('./files/', `${ORIGIN}/${name}/`)
}

function face(family: string, url: string, range: string): string {
  return `@font-face { font-family: '${family}'; font-weight: 100 900; src: url(${ORIGIN}/${url}) format('woff2'); unicode-range: ${range}; }`
}

function styleSheet(): string {
  const [latin, sans] = ['fraunces/fraunces-latin-wght-normal.woff2', 'noto-sans-sc/noto-sans-sc-latin-wght-normal.woff2']
  return [
    renamed('noto-sans-sc', 'index.css', 'PingFang SC'),
    renamed('noto-serif-sc', 'index.css', 'Songti SC'),
    renamed('fraunces', 'wght.css', 'Georgia'),
    face('Guestwall Letters', latin, 'U+30-39, U+41-5A, U+61-7A, U+C0-D6, U+D8-F6, U+F8-FF, U+2018-2019'),
    face('Guestwall Latin Marks', sans, 'U+2018-2019, U+201C-201D'),
  ].join('\n')
}

/** Gives these faces to each page of a context, which has to bypass the policies of pages. */
export async function packagedFonts(context: BrowserContext): Promise<void> {
  await context.route(`${ORIGIN}/**`, (route) => {
    const [, name = '', file = ''] = new URL(route.request().url()).pathname.split('/')
    const headers = { 'access-control-allow-origin': '*' }
    if (name === 'all.css') return route.fulfill({ contentType: 'text/css', body: styleSheet(), headers })
    return route.fulfill({ contentType: 'font/woff2', body: readFileSync(join(folderOf(name), 'files', file)), headers })
  })
  await context.addInitScript((href) => {
    addEventListener('DOMContentLoaded', () => {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, id: 'packaged-fonts' })
      document.body.append(link)
      link.addEventListener('load', () => link.setAttribute('data-loaded', ''))
    })
  }, `${ORIGIN}/all.css`)
}
