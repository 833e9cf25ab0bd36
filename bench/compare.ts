import { compareRuns } from './lib/compare-runs.ts'
import { columns } from './lib/report.ts'
import { readRun, type RunFile } from './lib/run-file.ts'

/** Two runs that were kept with `--json FILE`, figure by figure: `npm run bench -- compare before.json after.json`. */

const [beforePath, afterPath] = process.argv.slice(2)
const before = runAt(beforePath)
const after = runAt(afterPath)
for (const [name, { date, commit, cpu, cores, node, load }] of [
  ['before', before],
  ['after', after],
] as const)
  console.log(`${name.padEnd(6)}  ${date}, commit ${commit ?? 'unknown'}, ${cores} cores of ${cpu}, Node.js ${node}, load ${load}`)
const lines = compareRuns(before, after).map(({ row, name, before: was, after: is, ratio, change }) => [
  row,
  name,
  was,
  is,
  ratio === null || !Number.isFinite(ratio) ? '' : `× ${ratio.toFixed(2)}`,
  change,
])
console.log(`\n${columns([['row', 'figure', 'before', 'after', 'ratio', ''], ...lines])}`)

function runAt(path: string | undefined): RunFile {
  const run = path === undefined ? null : readRun(path)
  if (run !== null) return run
  console.error(
    `${path === undefined ? 'Two files are needed' : `There is no file ${path}`}: npm run bench -- compare BEFORE.json AFTER.json`,
  )
  process.exit(2)
}
