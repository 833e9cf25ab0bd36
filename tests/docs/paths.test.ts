import { writeFileSync } from 'node:fs'
import { basename, dirname, posix } from 'node:path'
import { expect, test } from 'vitest'
import { documents, type MarkdownDocument, repositoryFiles, ROOT } from './documents.ts'

/**
 * Documents name files. When a file moves or goes, the document must follow: `UPDATE_PATHS=1 npx vitest run --project unit tests/docs/paths`
 * writes the new place of each file that moved and kept its name.
 */

/** Names that look like a file of the repository and are none. Each says where such a file is. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '@guestwall/react/styles.css': 'an entry of the package',
  '@guestwall/react/styles/base.css': 'an entry of the package',
  'audit.json': 'an audit file, written by the reader of AUDIT.md',
  'DATA_DIR/guest-address.json': 'written by a running server',
  'deploy/docker/.env': 'written by the reader of DEPLOYMENT.md',
  'deploy/kubernetes/secret.yaml': 'written by the reader of DEPLOYMENT.md',
  '/etc/nginx': 'on the machine that runs nginx',
  'guestwall/': 'the path of an address',
  'valibot.dev': 'a web site',
}

/** A file name with an ending that the repository uses, or a folder with a slash at its end; braces name several. */
const FILE = /^(?:\.{0,2}\/)?[\w.@{},*-]+(?:\/[\w.@{},*-]+)*\.(?:tsx?|mts|mjs|json|ya?ml|md|css|conf|html|png|gif|svg)$/
const FOLDER = /^[\w.@{},*-]+(?:\/[\w.@{},*-]+)*\/$/

const files = repositoryFiles()
const all = documents()

test('[docs] every file and folder that a document names exists', () => {
  const missing = all.flatMap((document) => namedPaths(document).filter(({ path }) => !exists(path)))
  if (process.env['UPDATE_PATHS'] !== undefined) for (const document of all) writeMoved(document)
  expect(missing.map(({ path, at }) => `${at} names ${path}, which does not exist${movedTo(path)}`)).toEqual([])
})

test('[docs] every link of a document leads to a file and to a heading that exist', () => {
  const dead = all.flatMap((document) => links(document).filter(({ target }) => !leadsSomewhere(document, target)))
  expect(dead.map(({ target, at }) => `${at} links to ${target}, which does not exist`)).toEqual([])
})

test('[docs] every picture is in a document', () => {
  const shown = new Set(all.flatMap((document) => links(document).map(({ target }) => posix.join(dirname(document.path), target))))
  expect(files.filter((file) => file.startsWith('docs/images/') && !shown.has(file))).toEqual([])
})

test('[docs] a path that does not exist is found, and one that moved is found at its new place', () => {
  expect([exists('core/outbox.ts'), exists('core/outbox-of-old.ts'), exists('packages/{client,react}/README.md')]).toEqual([
    true,
    false,
    true,
  ])
  expect(movedTo('old-folder/outbox.ts')).toContain('packages/client/src/core/outbox.ts')
})

function namedPaths(document: MarkdownDocument): { path: string; at: string }[] {
  return document.prose.flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)]
      .map(([, span = '']) => span)
      .filter((span) => (FILE.test(span) || FOLDER.test(span)) && ELSEWHERE[span] === undefined)
      .map((path) => ({ path, at: `${document.path}:${line}` })),
  )
}

/** Whether some file has this path, or ends with it: documents leave out what the context says. */
function exists(named: string): boolean {
  if (/^\.[\w.]+$/.test(named)) return files.some((file) => file.endsWith(named)) // an ending: `.test.ts`
  return alternatives(named.replace(/^\.\//, '')).every((path) => {
    const pattern = new RegExp(`(?:^|/)${path.split('*').map(escaped).join('[^/]*')}${path.endsWith('/') ? '' : '$'}`)
    return files.some((file) => pattern.test(file))
  })
}

/** `a/{b,c}.ts` is `a/b.ts` and `a/c.ts`. */
function alternatives(path: string): string[] {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(path)
  if (braces === null) return [path]
  const [, before = '', choices = '', after = ''] = braces
  return choices.split(',').flatMap((choice) => alternatives(`${before}${choice}${after}`))
}

function movedTo(path: string): string {
  const found = files.filter((file) => basename(file) === basename(path))
  return found.length === 0 ? '' : `; is it ${found.join(' or ')}?`
}

/** Writes the new place of each file that moved and kept its name. */
function writeMoved(document: MarkdownDocument): void {
  let text = document.text
  for (const { path } of namedPaths(document)) {
    const [moved, another] = files.filter((file) => basename(file) === basename(path))
    if (exists(path) || moved === undefined || another !== undefined) continue
    text = text.replaceAll(`\`${path}\``, `\`${shortened(moved, path)}\``)
  }
  for (const { target } of links(document)) {
    const [path = '', anchor] = target.split('#')
    const [moved, another] = files.filter((file) => basename(file) === basename(path))
    if (leadsSomewhere(document, target) || moved === undefined || another !== undefined) continue
    const relative = posix.relative(dirname(document.path), moved)
    text = text.replaceAll(`](${target})`, `](${relative}${anchor === undefined ? '' : `#${anchor}`})`)
  }
  if (text !== document.text) writeFileSync(`${ROOT}/${document.path}`, text)
}

/** With as much in front as the document wrote: the whole path, or only what is behind `src/`. */
function shortened(moved: string, written: string): string {
  return /^(?:packages|apps|tests|scripts|bench)\//.test(written) ? moved : moved.replace(/^.*?\/src\//, '')
}

function links(document: MarkdownDocument): { target: string; at: string }[] {
  return document.prose.flatMap(({ text, line }) =>
    [...text.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
      .map(([, markdown, html]) => markdown ?? html ?? '')
      .filter((target) => !/^(?:https?|mailto):/.test(target))
      .map((target) => ({ target, at: `${document.path}:${line}` })),
  )
}

function leadsSomewhere(document: MarkdownDocument, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? document.path : posix.normalize(posix.join(dirname(document.path), path))
  if (!files.some((known) => known === file || known.startsWith(`${file.replace(/\/$/, '')}/`))) return false
  if (anchor === undefined) return true
  return (
    all
      .find((other) => other.path === file)
      ?.headings.map(anchorOf)
      .includes(anchor) === true
  )
}

/** The anchor that a heading gets: small letters, dashes for spaces, without marks. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

function escaped(text: string): string {
  return text.replace(/[.+^$()|[\]\\]/g, '\\$&')
}
