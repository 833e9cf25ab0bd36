import { MAX_CONTENT_BYTES } from '@guestwall/protocol'
import type { Finding } from '@guestwall/server/filter'
import { filterFindings, figuresOf, type Judged, judgeAll } from './lib/filter/figures.ts'
import { makeSet } from './lib/filter/make-set.ts'
import { compare } from './lib/filter/compare.ts'
import { costliest } from './lib/filter/costs.ts'
import { helpAsked } from './lib/help.mjs'

/**
 * `npm run filter`: the figures of the filter on the labelled set, and its cost. The held part was not looked at while the filter was made, and
 * its texts are named only with `--held`.
 */
helpAsked(`npm run filter -- [--all] [--held]

Precision and recall of the filter on the labelled set, as a whole, by part, language, rule and way of writing, and its cost.
  --compare  the figures of the library obscenity on the English words, too
  --all   names every miss and every false hit, not the first ten
  --held  names those of the held part too`)

const SHOWN = process.argv.includes('--all') ? Infinity : 10
const isHeldShown = process.argv.includes('--held')
const loadedAt = process.cpuUsage()
const findingsOf = filterFindings()
findingsOf({ part: 'tune', lang: 'en', label: 'clean', rule: null, how: '', text: 'the lists are built at the first use' })
const loading = process.cpuUsage(loadedAt)
const loadMs = (loading.user + loading.system) / 1000
const judged = judgeAll(makeSet(), findingsOf)

const counts = (label: string) => judged.filter(({ text }) => text.label === label).length
console.log(`${judged.length} texts: ${counts('clean')} clean, ${counts('catch')} to catch\n`)
console.log(`${''.padEnd(34)} precision  recall   caught missed  false hits passed`)
row('all', judged)
for (const part of ['tune', 'held'] as const)
  row(
    part === 'held' ? 'held out' : 'seen while tuning',
    judged.filter(({ text }) => text.part === part),
  )
for (const lang of ['zh', 'en'] as const) {
  row(
    lang,
    judged.filter(({ text }) => text.lang === lang),
  )
  row(
    `${lang}, held out`,
    judged.filter(({ text }) => text.lang === lang && text.part === 'held'),
  )
}
// A clean text has no rule: it counts for the rule that found something in it.
for (const rule of ['word', 'link', 'phone', 'repeat'] as const)
  row(
    `rule ${rule}`,
    judged.filter(({ text, findings }) => (text.rule ?? settingOf(findings[0]?.rule)) === rule),
  )
console.log('\nrecall by way of writing')
const ways = [...new Set(judged.filter(({ text }) => text.label === 'catch').map(({ text }) => text.how))]
for (const how of ways) {
  const { caught, missed } = figuresOf(judged.filter(({ text }) => text.how === how && text.label === 'catch'))
  console.log(`  ${how.padEnd(32)} ${(caught / (caught + missed)).toFixed(3)}   of ${caught + missed}`)
}
const named = judged.filter(({ text }) => isHeldShown || text.part === 'tune')
list(
  'missed',
  named.filter(({ text, isCaught }) => text.label === 'catch' && !isCaught),
)
list(
  'false hits',
  named.filter(({ text, isCaught }) => text.label === 'clean' && isCaught),
)

if (process.argv.includes('--compare'))
  for (const [name, { precision, recall }] of Object.entries(compare(judged.map(({ text }) => text))))
    console.log(`\nEnglish words by ${name}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`)

const before = process.cpuUsage()
for (const { text } of judged) findingsOf(text)
const { user, system } = process.cpuUsage(before)
console.log(
  `\nprocessor time: ${((user + system) / judged.length).toFixed(0)} µs for a text of the set; for one of ${MAX_CONTENT_BYTES} bytes`,
)
for (const { name, ms } of costliest(MAX_CONTENT_BYTES)) console.log(`  ${name.padEnd(40)} ${ms.toFixed(3)} ms`)
console.log(`lists built at the first use in ${loadMs.toFixed(0)} ms`)

/** The setting that a finding follows. */
function settingOf(rule: Finding['rule'] | undefined) {
  return rule === 'contact' ? 'link' : rule
}

function row(name: string, some: readonly Judged[]) {
  const { precision, recall, caught, missed, falseHits, passed } = figuresOf(some)
  const cells = [precision.toFixed(4).padStart(9), recall.toFixed(4).padStart(8), String(caught).padStart(8), String(missed).padStart(6)]
  console.log(`${name.padEnd(34)} ${cells.join(' ')} ${String(falseHits).padStart(11)} ${String(passed).padStart(6)}`)
}

function list(name: string, some: readonly Judged[]) {
  console.log(`\n${name}: ${some.length}${isHeldShown ? '' : ' in the part seen while tuning'}`)
  for (const { text, findings } of some.slice(0, SHOWN))
    console.log(
      `  [${text.how}] ${JSON.stringify(text.text)} ${findings.map(({ rule, text: found }) => `${rule}: ${JSON.stringify(found)}`).join(', ')}`,
    )
}
