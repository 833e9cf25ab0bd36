import type { Plugin } from 'vite'

const SCRIPT = /\s*<script type="module"[^>]* src="\/(assets\/[^"]+)"><\/script>/
/** Where the page's script leaves its exports for the parts that are loaded later: nothing can import from a script that has no address. */
const EXPORTS = 'globalThis.guestPage'

interface Chunk {
  readonly type: 'chunk'
  code: string
}
type Bundle = Record<string, Chunk | { readonly type: 'asset' }>

/**
 * Puts the script of a page into the page itself: on a phone's line a file of its own costs a round trip. The server allows each inline part by its hash.
 */
export function inlineScript(): Plugin {
  return {
    name: 'guestwall:inline-script',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html, { bundle = {} }) => withScript(html, bundle) },
  }
}

/** The page with its script at its end, so that its ground is painted before. Removes the script's file from the bundle, and the imports of it. */
export function withScript(html: string, bundle: Bundle): string {
  const [tag = '', file = ''] = SCRIPT.exec(html) ?? []
  const script = bundle[file]
  if (script?.type !== 'chunk') throw new Error('The page has no script to take in.')
  delete bundle[file]
  const name = file.slice(file.lastIndexOf('/') + 1)
  for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = withoutImport(chunk.code, name)
  const inline = `<script type="module">${inlineCode(script.code)}</script>`
  return html.replace(tag, '').replace('</body>', () => `  ${inline}\n  </body>`)
}

/** A script that stands in a page at any address: it names files by whole paths, leaves its exports, and does not end the element that it stands in. */
function inlineCode(code: string): string {
  const exported = code.replace(/export\s*\{([^{}]*)\};?\s*$/, (_, names: string) => `${EXPORTS}={${entriesOf(names, 'exported')}};`)
  const inline = exported.replaceAll(/\bimport\(([`'"])\.\//g, 'import($1/assets/').replaceAll(/<\/(?=script)/gi, '<\\/')
  if (exported === code || /<!--|\bimport\.meta\b/.test(inline)) throw new Error('The script of the page cannot stand in it.')
  return inline
}

/**
 * A part that takes the values that the page's script exports. They do not change after that script has run (`import/no-mutable-exports` of the lint
 * holds it), so values mean the same as bindings.
 */
function withoutImport(code: string, name: string): string {
  const file = `["']\\./${name.replaceAll(/[.$]/g, '\\$&')}["'];?`
  const part = code
    .replaceAll(new RegExp(`\\bimport\\s*${file}`, 'g'), '')
    .replaceAll(
      new RegExp(`\\bimport\\s*\\{([^{}]*)\\}\\s*from\\s*${file}`, 'g'),
      (_, names: string) => `const{${entriesOf(names, 'imported')}}=${EXPORTS};`,
    )
  if (part.includes(name)) throw new Error(`A part imports from ${name} in a way that is not known here.`)
  return part
}

/** `a as b` of an export or import, as an entry of an object or of its pattern: both begin with the name that the other file sees. */
function entriesOf(names: string, kind: 'exported' | 'imported'): string {
  const entries = names.split(',').filter((each) => each.trim() !== '')
  return entries
    .map((each) => {
      const [known = '', renamed = known] = each.trim().split(/\s+as\s+/)
      const [outer, inner] = kind === 'exported' ? [renamed, known] : [known, renamed]
      return outer === inner ? outer : `${outer}:${inner}`
    })
    .join(',')
}
