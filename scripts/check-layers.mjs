import { readFileSync } from 'node:fs'
import { filesBelow } from './lib/files.mjs'
import { layerViolations } from './lib/layers.mjs'
import { inRoot } from './lib/paths.mjs'

/** `node scripts/check-layers.mjs`: whether imports point the way that layers.json says. */
const rules = JSON.parse(readFileSync(inRoot('layers.json'), 'utf8'))
const paths = filesBelow(['packages', 'apps', 'tests', 'bench']).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
const violations = layerViolations(new Map(paths.map((path) => [path, readFileSync(inRoot(path), 'utf8')])), rules)

for (const violation of violations) console.log(violation)
console.log(violations.length === 0 ? `${paths.length} files keep to layers.json` : `${violations.length} violations of layers.json`)
process.exitCode = violations.length === 0 ? 0 : 1
