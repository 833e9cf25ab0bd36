import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lookAlikesModule, pinyinModule, simplifiedModule } from './lib/generate/filter-tables.mjs'
import { setAsLines } from './lib/filter/make-set.ts'
import { commandsModule, eventsModule } from './lib/generate/unions.mjs'
import { inRoot } from './lib/paths.mjs'

const GENERATED = 'packages/protocol/src/generated'
const GUARDS = `${GENERATED}/guards.ts`
const FILTER_DATA = 'packages/server/src/filter/data'

/** The modules that are written from the files in `events/` and `commands/`, in the order in which they must be written, the tables of the filter, and the texts on which it is measured. */
export const MODULES = {
  [`${GENERATED}/events.ts`]: eventsModule,
  [`${GENERATED}/commands.ts`]: commandsModule,
  [GUARDS]: async () => (await import('./lib/generate/guards.mjs')).guardsModule(),
  [`${FILTER_DATA}/look-alikes.ts`]: lookAlikesModule,
  [`${FILTER_DATA}/simplified.ts`]: simplifiedModule,
  [`${FILTER_DATA}/pinyin.ts`]: pinyinModule,
  'tests/filter/labelled-set.jsonl': setAsLines,
}

/** `npm run generate`: writes the modules. */
async function write() {
  // The guards are made from the schemas, which import the other modules: those of before must not be in the way.
  writeFileSync(inRoot(GUARDS), 'export {}\n')
  for (const [path, make] of Object.entries(MODULES)) {
    writeFileSync(inRoot(path), await make())
    console.log(`written: ${path}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write()
