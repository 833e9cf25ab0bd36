import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { helpAsked } from './lib/help.mjs'
import { apiReport } from './lib/packages/api-report.mjs'
import { lintPackage } from './lib/packages/lint-package.mjs'
import { manifestOf, publishedPackages } from './lib/packages/published.mjs'
import { inRoot } from './lib/paths.mjs'

/**
 * `npm run api`: writes the public interface of each entry of each package into its `etc/`. With `--check`, as `npm run check` runs it, it
 * compares instead, and lints what would be published. The packages must be built.
 */
helpAsked('npm run api -- [--check]')
const isCheck = process.argv.includes('--check')
const problems = isCheck ? (await Promise.all(publishedPackages().map(lintPackage))).flat() : []
let entries = 0
for (const folder of publishedPackages()) {
  for (const [entry, target] of Object.entries(manifestOf(folder).exports)) {
    if (typeof target === 'string') continue
    entries += 1
    const path = `${folder}/etc/${entry === '.' ? 'index' : entry.slice(2)}.api.txt`
    const text = apiReport(inRoot(folder, target.types))
    if (!isCheck) write(path, text)
    else if (!existsSync(inRoot(path)) || readFileSync(inRoot(path), 'utf8') !== text)
      problems.push(`${path} is not the present interface: npm run api writes it; read the difference as a user of the package would`)
  }
}
for (const problem of problems) console.log(problem)
console.log(problems.length === 0 ? `${publishedPackages().length} packages, ${entries} entries` : `${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(inRoot(path)), { recursive: true })
  writeFileSync(inRoot(path), text)
  console.log(`written: ${path}`)
}
