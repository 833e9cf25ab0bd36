import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'vite'

/**
 * The public interface of a package's entry as text: what each exported name is, and the declarations that these refer to. It is written from
 * the types that TypeScript emits, without comments, so that a change of the text is a change for users.
 *
 * api-extractor does this over a TypeScript of its own, an older one than ours, in some seconds for each entry.
 */

/** Longer types of constants, as schemas have, are a length and a hash. */
const LONGEST_TYPE = 600

/**
 * @typedef {{ text: string, names: Set<string> }} Declaration
 * @typedef {{ declarations: Map<string, Declaration[]>, imports: Map<string, Target>, exports: Map<string, Target>, stars: string[] }} Module
 * @typedef {{ file: string, name: string }} Target a name within a file; a file that is no path is another package
 */

/**
 * @param {string} entry path of the entry's `.d.ts`
 * @returns {string}
 */
export function apiReport(entry) {
  /** @type {Map<string, Module>} */
  const modules = new Map()
  /** @param {string} file */
  const moduleOf = (file) => {
    const known = modules.get(file) ?? readModule(file)
    modules.set(file, known)
    return known
  }
  /** @type {Map<string, Target>} */
  const exported = new Map()
  /** @param {string} file */
  const collect = (file) => {
    const { exports, stars } = moduleOf(file)
    for (const [name, target] of exports) if (!exported.has(name)) exported.set(name, target)
    for (const star of stars) if (existsSync(star)) collect(star)
  }
  collect(entry)

  /** @param {Target} target @returns {Target} where a name is declared */
  const resolve = ({ file, name }) => {
    if (!existsSync(file)) return { file, name }
    const { declarations, imports, exports, stars } = moduleOf(file)
    if (declarations.has(name)) return { file, name }
    const next = exports.get(name) ?? imports.get(name)
    if (next !== undefined) return resolve(next)
    const star = stars.find((path) => existsSync(path) && moduleOf(path).exports.has(name))
    return star === undefined ? { file, name } : resolve({ file: star, name })
  }

  /** @type {Map<string, string>} declared names with their text, by place */
  const shown = new Map()
  /** @param {Target} target */
  const show = (target) => {
    const { file, name } = resolve(target)
    const place = `${name}\0${file}`
    if (shown.has(place)) return
    const found = existsSync(file) ? moduleOf(file).declarations.get(name) : undefined
    shown.set(place, (found ?? [{ text: `${name} of ${file}`, names: new Set() }]).map(({ text }) => text).join('\n'))
    for (const declaration of found ?? []) {
      for (const used of declaration.names) {
        const { declarations, imports } = moduleOf(file)
        const at = declarations.has(used) ? { file, name: used } : imports.get(used)
        if (at !== undefined && existsSync(at.file)) show(at)
      }
    }
  }
  for (const target of exported.values()) show(target)
  const publicPlaces = new Map(
    [...exported].map(([name, target]) => {
      const { file, name: declared } = resolve(target)
      return [`${declared}\0${file}`, name]
    }),
  )
  const texts = [...shown].map(([place, text]) => ({ name: publicPlaces.get(place), text }))
  const isPublic = texts.filter(({ name }) => name !== undefined).sort((a, b) => compare(String(a.name), String(b.name)))
  const isUsed = texts.filter(({ name }) => name === undefined).sort((a, b) => compare(a.text, b.text))
  return [
    ...isPublic.map(({ text }) => `export ${text}\n`),
    ...(isUsed.length === 0 ? [] : ['// Not exported; used by what is.\n', ...isUsed.map(({ text }) => `${text}\n`)]),
  ].join('\n')
}

/**
 * @param {string} file
 * @returns {Module}
 */
function readModule(file) {
  const source = readFileSync(file, 'utf8')
  const { program, comments } = parseSync(file, source)
  /** @type {Module} */
  const module = { declarations: new Map(), imports: new Map(), exports: new Map(), stars: [] }
  /** @param {string} specifier */
  const target = (specifier) => (specifier.startsWith('.') ? join(dirname(file), specifier.replace(/\.(ts|tsx|js)$/, '.d.ts')) : specifier)
  /** @param {{ start: number, end: number }} node */
  const text = ({ start, end }) => withoutComments(source, start, end, comments)

  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers) {
        const name = specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' ? specifier.imported.name : '*'
        module.imports.set(specifier.local.name, { file: target(node.source.value), name })
      }
    } else if (node.type === 'ExportAllDeclaration') {
      module.stars.push(target(node.source.value))
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration === null) {
      for (const { local, exported } of node.specifiers) {
        if (local.type !== 'Identifier' || exported.type !== 'Identifier') continue
        module.exports.set(exported.name, { file: node.source === null ? file : target(node.source.value), name: local.name })
      }
    } else {
      const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node
      if (declaration === null || !('start' in declaration)) continue
      for (const name of namesOf(declaration)) {
        const declared = shorten(text(declaration))
        module.declarations.set(name, [...(module.declarations.get(name) ?? []), { text: declared, names: wordsOf(declared) }])
        if (node.type === 'ExportNamedDeclaration') module.exports.set(name, { file, name })
      }
    }
  }
  return module
}

/**
 * @param {object} declaration
 * @returns {string[]}
 */
function namesOf(declaration) {
  if ('declarations' in declaration) {
    const variables = /** @type {{ id: { name: string } }[]} */ (declaration.declarations)
    return variables.map(({ id }) => id.name)
  }
  const id = 'id' in declaration ? /** @type {{ name?: string } | null} */ (declaration.id) : null
  return id?.name === undefined ? [] : [id.name]
}

/** @param {string} text */
function wordsOf(text) {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])
}

/** @param {string} text */
function shorten(text) {
  const type = /^((?:declare )?const \w+: \S{1,60})/.exec(text)
  if (type === null || text.length <= LONGEST_TYPE) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${type[1]} … ${text.length} characters, ${hash}`
}

/**
 * @param {string} source
 * @param {number} start
 * @param {number} end
 * @param {readonly { start: number, end: number }[]} comments
 */
function withoutComments(source, start, end, comments) {
  let text = ''
  let at = start
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue
    text += source.slice(at, comment.start)
    at = comment.end
  }
  return (text + source.slice(at, end))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
