import { expect, test } from 'vitest'
import { withScript } from './inline-script.ts'

const PAGE =
  '<head>\n    <script type="module" crossorigin src="/assets/guest-A$1.js"></script>\n    <style>p{}</style>\n  </head>\n  <body>\n  </body>'

const bundleOf = (script: string, part = '') => ({
  'assets/guest-A$1.js': { type: 'chunk' as const, code: script },
  'assets/room-B2.js': { type: 'chunk' as const, code: part },
  'assets/later.css': { type: 'asset' as const },
})

const run = (code: string): Promise<Record<string, unknown>> => import(`data:text/javascript,${encodeURIComponent(code)}`)

test('the script stands at the end of the page, and its file is gone; each part gets the values that it imported from the script', async () => {
  const bundle = bundleOf(
    'var a=1,b=()=>a+1,$=3;export{b as $,$ as n,a};',
    'import"./guest-A$1.js";import{$ as e,a as a,n}from"./guest-A$1.js";var sum=e()+a+n;export{sum as t};',
  )
  const page = withScript(PAGE, bundle)
  expect(Object.keys(bundle)).toEqual(['assets/room-B2.js', 'assets/later.css'])
  expect(page.replace(/<script.*<\/script>/s, '…')).toBe('<head>\n    <style>p{}</style>\n  </head>\n  <body>\n    …\n  </body>')
  const [, script = ''] = /<script type="module">(.*)<\/script>/s.exec(page) ?? []
  await run(script)
  expect(await run(bundle['assets/room-B2.js'].code)).toMatchObject({ t: 6 })
})

test('the script finds its parts from every address, and nothing in it ends the element that it stands in', () => {
  const page = withScript(PAGE, bundleOf('var a=()=>import(`./room-B2.js`),b="</script><p>";export{a as t};'))
  expect(page).toContain('import(`/assets/room-B2.js`)')
  expect(page.match(/<\/script/gi)).toHaveLength(1)
})

test.each([
  ['a comment of HTML in the script', 'var a="<!--";export{a}', ''],
  ['an address that the script asks for itself', 'var a=import.meta.url;export{a}', ''],
  ['exports that are not at the end', 'export{a};var a=1', ''],
  ['a part that takes the whole script', 'var a=1;export{a}', 'import*as e from"./guest-A$1.js";'],
])('the build fails at %s', (_, script, part) => {
  expect(() => withScript(PAGE, bundleOf(script, part))).toThrow(Error)
})

test('the build fails at a page without a script', () => {
  expect(() => withScript('<body></body>', bundleOf('var a=1;export{a}'))).toThrow('no script')
})
