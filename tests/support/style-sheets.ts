import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postcss, { type AtRule, type Declaration, type Root, type Rule } from 'postcss'

/** Reads style sheets for tests: which files, which rules, which classes. */

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const REACT = 'packages/react/src'
export const WEB = 'apps/web'
const OWN_STYLES = '@guestwall/react/styles/'

/** Every file below a folder whose name ends so, as paths from the root of the repository. */
export function filesOf(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .filter((path) => !/node_modules|\/dist\//.test(path))
    .sort()
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function sheetOf(path: string): Root {
  return postcss.parse(textOf(path), { from: path })
}

/** One sheet of a page with all that it imports, each with its layer, in order. Font packages are left out. */
export function sheetsBelow(path: string, layer = ''): { readonly path: string; readonly layer: string }[] {
  const sheets: { path: string; layer: string }[] = []
  sheetOf(path).walkAtRules('import', ({ params }) => {
    const [, target = '', ownLayer = layer] = /^"([^"]+)"(?: layer\(([\w.]+)\))?$/.exec(params) ?? []
    const file = resolved(path, target)
    if (file !== null) sheets.push(...sheetsBelow(file, ownLayer))
  })
  return [...sheets, { path, layer }].filter((sheet, at, all) => all.findIndex((other) => other.path === sheet.path) === at)
}

function resolved(from: string, target: string): string | null {
  if (target.startsWith('.')) return join(dirname(from), target)
  return target.startsWith(OWN_STYLES) ? `${REACT}/styles/${target.slice(OWN_STYLES.length)}` : null
}

/** The rules of a sheet, without the steps of its animations. */
export function rulesOf(sheet: Root): Rule[] {
  const rules: Rule[] = []
  sheet.walkRules((rule) => {
    const isStep = rule.parent?.type === 'atrule' && (rule.parent as AtRule).name === 'keyframes'
    if (!isStep) rules.push(rule)
  })
  return rules
}

export function declarationsOf(rule: Rule): Declaration[] {
  return rule.nodes.filter((node): node is Declaration => node.type === 'decl')
}

/** The classes that a selector names. */
export function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.(-?[a-zA-Z_][\w-]*)/g)].map((match) => match[1] as string)
}

/** How much a selector weighs: classes, attributes and pseudo-classes a thousand, elements and pseudo-elements one. */
export function weightOf(selector: string): number {
  const strings = selector.replace(/"[^"]*"/g, '')
  const elements = strings.match(/::[\w-]+|(?<=^|[\s>+~(])[a-z][\w]*/g)?.length ?? 0
  const single = strings.replace(/::[\w-]+/g, '').replace(/:not\(([^)]*)\)/g, '$1')
  return (single.match(/\.[\w-]+|\[[^\]]+\]|:[\w-]+/g)?.length ?? 0) * 1_000 + elements
}

/** Whether a text names a class, as a whole or by its first part: `x--${state}` names every `x--…`. */
export function namesClass(text: string, name: string): boolean {
  const whole = new RegExp(`(?<![\\w-])${name}(?![\\w-])`)
  const dashes = name.lastIndexOf('--')
  const part = dashes < 0 ? null : new RegExp(`(?<![\\w-])${name.slice(0, dashes + 2)}(?:\\$\\{|[\`'"])`)
  return whole.test(text) || (part?.test(text) ?? false)
}
