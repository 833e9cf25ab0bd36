import { mkdirSync } from 'node:fs'
import { importRules } from './import-rules.mjs'
import { CACHE, hasWebApp, inRoot, packageFolders, tool } from './paths.mjs'

/** The checks that a reviewer would make before reading: types, lint, format, imports, sizes, unit tests. No server, no browser. */
export function checkSteps() {
  mkdirSync(CACHE, { recursive: true })
  /**
   * What the compiler found is kept: after a change it looks only at what depends on it.
   * @param {string} name
   * @param {string} project
   */
  const types = (name, project) => {
    const known = inRoot('.cache', `types-${project.replaceAll('/', '-')}.tsbuildinfo`)
    const args = ['-p', project, '--noEmit', '--incremental', '--tsBuildInfoFile', known]
    return { name: `types: ${name}`, after: 'types: packages', ...tool('tsc', args) }
  }
  const web = hasWebApp() ? [types('web', 'apps/web'), types('web tests', 'apps/web/tsconfig.tests.json')] : []
  return [
    { name: 'types: packages', ...tool('tsc', ['-b', ...packageFolders()]) },
    types('tests, scripts', 'tsconfig.tests.json'),
    ...web,
    // Without the built types it would see imports between packages as `any`.
    { name: 'lint', after: 'types: packages', ...tool('oxlint', ['--deny-warnings']), summary: lastLine },
    { name: 'format', ...tool('biome', ['format']), summary: firstLine },
    { name: 'imports', ...importRules([], ['packages', 'apps', 'tests', 'bench', 'scripts']), summary: lastLine },
    { name: 'unused', ...tool('knip', ['--no-progress']), summary: () => 'no file, export or dependency' },
    { name: 'size', ...tool('size-limit', ['--json']), summary: sizes },
    {
      name: 'packages',
      after: 'types: packages',
      command: process.execPath,
      args: [inRoot('scripts/packages.mjs'), '--check'],
      summary: lastLine,
    },
    { name: 'unit tests', ...tool('vitest', vitestArgs('unit')), summary: countOfTests },
  ]
}

/**
 * The arguments that run one vitest project and write its counts where `npm test` finds them.
 * @param {string} project
 */
export function vitestArgs(project) {
  return ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${resultsPath(project)}`]
}

/** @param {string} project */
export function resultsPath(project) {
  return inRoot('.cache', `tests-${project}.json`)
}

/** @param {string} output */
function firstLine(output) {
  return output.trim().split('\n')[0] ?? ''
}

/** @param {string} output */
function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? ''
}

/** @param {string} output */
function sizes(output) {
  const entries = /** @type {{ name: string, size: number, sizeLimit: number }[]} */ (JSON.parse(output.slice(output.indexOf('['))))
  return entries.map(({ name, size, sizeLimit }) => `${name} ${size} of ${sizeLimit} B gzip`).join(', ')
}

/** @param {string} output */
function countOfTests(output) {
  return /Tests\s+(.+)/.exec(output)?.[1]?.replace(/\u001B\[[0-9;]*m/g, '') ?? ''
}
