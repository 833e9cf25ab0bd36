import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documents, repositoryFiles, ROOT } from './documents.ts'
import { IDENTIFIERS, PHRASES } from './words.ts'

/** The glossary lists the words that are not used, and may. */
const LISTS_THEM = ['docs/GLOSSARY.md']

const PRODUCT = /^(?:packages\/\w+\/src|apps\/web)\/.*\.tsx?$/
const TEST = /\.(?:test|contract|test-kit)\.tsx?$/

test('[docs] product code has no private name', () => {
  const found = repositoryFiles()
    .filter((path) => PRODUCT.test(path) && !TEST.test(path))
    .flatMap((path) => privateNames(readFileSync(`${ROOT}/${path}`, 'utf8')).map((name) => `${path}: ${name}, write ${IDENTIFIERS[name]}`))
  expect(found).toEqual([])
})

test('[docs] documents have no private word', () => {
  const found = documents()
    .filter(({ path }) => !LISTS_THEM.includes(path))
    .flatMap(({ path, prose }) => prose.flatMap(({ line, text }) => privateWords(text).map((word) => `${path}:${line}: ${word}`)))
  expect(found).toEqual([])
})

test('[docs] no text of a page or a component has a private word', () => {
  const catalogs = repositoryFiles().filter((path) => /^(?:apps\/web|packages\/react\/src)\/(?:.*\/)?messages(?:\/.*)?\.ts$/.test(path))
  expect(catalogs.length).toBeGreaterThan(2)
  expect(catalogs.flatMap((path) => privateWords(readFileSync(`${ROOT}/${path}`, 'utf8')).map((word) => `${path}: ${word}`))).toEqual([])
})

test('[docs] the file of each word in the glossary uses the word', () => {
  const glossary = documents().find(({ path }) => path === 'docs/GLOSSARY.md')?.text ?? ''
  const rows = [...glossary.matchAll(/^\| \*\*([^|]+)\*\*.*\]\(\.\.\/([^)]+)\) \|$/gm)]
  expect(rows.length).toBeGreaterThan(30)
  const without = rows.filter(([, word = '', path = '']) => {
    const text = `${path} ${readFileSync(`${ROOT}/${path}`, 'utf8')}`.toLowerCase().replace(/[\s_-]/g, '')
    return !text.includes(word.split('**')[0]?.toLowerCase().replace(/\s/g, '') ?? '')
  })
  expect(without.map(([, word, path]) => `${word} is not in ${path}`)).toEqual([])
})

test('[docs] the list of decisions has the title of every page', () => {
  const pages = documents().filter(({ path }) => /^docs\/decisions\/\d{4}-/.test(path))
  const rows = pages.map(({ path, headings }) => {
    const [, number, title] = /^(\d{4}) (.*)$/.exec(headings[0] ?? '') ?? []
    return `| [${number}](${path.replace('docs/decisions/', '')}) | ${title} |`
  })
  const list = documents().find(({ path }) => path === 'docs/decisions/README.md')?.text ?? ''
  expect(list.split('\n').filter((line) => /^\| \[\d/.test(line))).toEqual(rows)
})

test('[docs] a private name is found in code and not in comments or texts', () => {
  expect(privateNames('const a = misfit(b)\n// a misfit\nconst c = "misfit"\n/* misfit */\nthis.#pump()\n')).toEqual(['misfit', 'pump'])
  expect(privateWords('Time comes through a door.')).toEqual(['door'])
})

/** The private names that this code uses, comments and texts left out, each once. */
function privateNames(code: string): string[] {
  const bare = code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  return [...new Set(bare.match(/[A-Za-z_$][\w$]*/g))].filter((name) => Object.hasOwn(IDENTIFIERS, name))
}

function privateWords(text: string): string[] {
  const bare = text.replace(/`[^`]*`|\]\([^)]*\)/g, '')
  return Object.keys(PHRASES).flatMap((word) => bare.match(new RegExp(`\\b${word}\\b`, 'giu')) ?? [])
}
