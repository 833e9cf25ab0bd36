import { posix } from 'node:path'
import { parseSync } from 'vite'

/**
 * Holds the arrows of the design: which package and which folder may import which. Type imports count as much as others.
 * @param {Map<string, string>} files sources by path from the repository's root
 * @param {object} rules the content of layers.json
 * @returns {string[]} one line for each violation
 */
export function layerViolations(files, rules) {
  const imports = new Map([...files].map(([path, source]) => [path, importsOf(path, source)]))
  const context = { files, rules, isTest: (path) => rules.testFiles.some((pattern) => new RegExp(pattern).test(path)) }
  const found = []
  for (const [path, specifiers] of imports) {
    if (!context.isTest(path)) found.push(...unknownPlace(path, context))
    for (const specifier of specifiers) {
      const why = specifier.startsWith('@guestwall/') ? packageFault(path, specifier, context) : relativeFault(path, specifier, context)
      if (why !== null) found.push(`${path} imports ${specifier}: ${why}`)
    }
  }
  return [...found.sort(), ...cycles(imports, context)]
}

/** Every module that a source names: static, dynamic, re-exported or only for its types. */
export function importsOf(path, source) {
  const { module, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const static_ = module.staticImports.map((found) => found.moduleRequest.value)
  const exported = module.staticExports.flatMap((found) => found.entries.flatMap((entry) => entry.moduleRequest?.value ?? []))
  const dynamic = module.dynamicImports.map((found) =>
    source.slice(found.moduleRequest.start, found.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
  )
  const inTypes = [...source.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)].map((match) => match[1])
  return [...new Set([...static_, ...exported, ...dynamic, ...inTypes])]
}

function packageFault(path, specifier, { rules, isTest }) {
  if (!rules.publicEntries.includes(specifier)) return 'not a public entry of its package'
  if (isTest(path)) return null
  if (rules.testOnlyEntries.includes(specifier)) return 'only tests and benchmarks may'
  const importer = packageOf(path, rules)
  if (importer === null) return null
  const name = specifier.split('/').slice(0, 2).join('/')
  if (name === importer.name) return 'a package does not import itself by name'
  return importer.mayImport.includes(name) ? null : `${importer.name} may import ${importer.mayImport.join(', ') || 'no package of ours'}`
}

function relativeFault(path, specifier, context) {
  if (!specifier.startsWith('.')) return null
  const target = resolve(path, specifier)
  const from = packageOf(path, context.rules)
  const to = packageOf(target, context.rules)
  const isSupport = context.isTest(path) && target.startsWith(context.rules.testSupport)
  if (from?.folder !== to?.folder && !isSupport) return 'leaves the package: use its public entry'
  if (context.isTest(path)) return null
  if (context.isTest(target)) return 'a source does not import a test'
  return layerFault(path, target, context.rules)
}

function layerFault(path, target, rules) {
  const [folder, layers] = layersOf(path, rules)
  if (layers === undefined || !target.startsWith(`${folder}/`)) return null
  const from = layerOf(path, folder)
  const to = layerOf(target, folder)
  const mayImport = layers.mayImport[from]
  if (from === to || mayImport === undefined || mayImport.includes('*') || mayImport.includes(to)) return null
  if (mayImport.includes('ports') && layers.ports.includes(target.slice(folder.length + 1))) return null
  return `${from} may import ${mayImport.join(', ') || 'nothing outside itself'}`
}

function unknownPlace(path, { rules }) {
  const [folder, layers] = layersOf(path, rules)
  if (layers === undefined || !layers.isComplete) return []
  const layer = layerOf(path, folder)
  return layers.mayImport[layer] === undefined ? [`${path}: layers.json does not know ${layer}: say what it may import`] : []
}

/** Each group of files that import each other, once. (Tarjan's strongly connected components.) */
function cycles(imports, { files, isTest }) {
  const sources = [...imports.keys()].filter((path) => !isTest(path))
  const targetsOf = (path) =>
    imports
      .get(path)
      .map((specifier) => resolve(path, specifier))
      .filter((target) => files.has(target))
  const index = new Map()
  const low = new Map()
  const stack = []
  const found = []
  const visit = (path) => {
    index.set(path, index.size)
    low.set(path, index.get(path))
    stack.push(path)
    for (const target of targetsOf(path)) {
      if (!index.has(target)) visit(target)
      if (stack.includes(target)) low.set(path, Math.min(low.get(path), low.get(target)))
    }
    if (low.get(path) !== index.get(path)) return
    const group = stack.splice(stack.indexOf(path))
    if (group.length > 1 || targetsOf(path).includes(path)) found.push(`${[...group, path].join(' -> ')}: a cycle`)
  }
  for (const path of sources) if (!index.has(path)) visit(path)
  return found
}

function resolve(path, specifier) {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
}

function packageOf(path, rules) {
  const entry = Object.entries(rules.packages).find(([folder]) => path.startsWith(`${folder}/`))
  return entry === undefined ? null : { folder: entry[0], ...entry[1] }
}

function layersOf(path, rules) {
  return Object.entries(rules.layers).find(([folder]) => path.startsWith(`${folder}/`)) ?? []
}

/** The first folder below `folder`, or the file's name where it lies directly in it. */
function layerOf(path, folder) {
  return path.slice(folder.length + 1).split('/')[0]
}
