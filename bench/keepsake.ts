import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteStore } from '@guestwall/server'
import { EveningWriter } from '../tests/support/evening.ts'
import { missingGlyphs, pdfLetters, pdfPages, pdfStreams } from '../tests/support/pdf.ts'
import { SCRIPTS } from '../tests/support/scripts-sample.ts'
import { unzip } from '../tests/support/unzip.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { photograph } from './lib/photograph.ts'
import { Progress, report } from './lib/report.ts'

/**
 * How long a keepsake takes with `guestwall keepsake`, and whether everything is in it: the book has each exported text in its text layer, a glyph for
 * every letter of twelve scripts, and each photo; no file holds a message that was removed.
 */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    photos: { type: 'string', default: '300' },
    language: { type: 'string', default: 'zh-CN' },
  },
})
const MESSAGES = Number(values.messages)
const PHOTOS = Number(values.photos)
const LIMIT_S = 60
/** As a phone's photo is stored, large and small. */
const PHOTO = { width: 2048, height: 1536 }
const SMALL = { width: 640, height: 480 }
const START = Date.parse('2026-11-22T10:30:00.000Z')
const EVENING_MS = 4 * 60 * 60 * 1000
const REMOVED = 'CANARY-of-a-removed-message'
const NAMES = ['舅舅 老周', '阿May', 'Ana', '初中班主任', '表妹 可可', '大刘', '闺蜜 Lily', '表哥', 'Grandma', '小雨']
const TEXTS = [
  '百年好合！',
  '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。',
  'Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both. ❤️',
  '看着你们从教室后排的小纸条，走到今天的殿堂，老师真为你们高兴。愿你们在平凡的日子里，也能把每一天过成诗，过成歌，过成一碗热汤。',
  '奶奶说：两个人吃饭，比一个人香。',
  '新婚快乐 👰🏻‍♀️🤵🏻‍♂️🎉',
  '新郎的前室友前来作证：他真的会洗碗。',
  '敬你们一杯，来日方长。',
]
const at = (part: number): string => new Date(START + part * EVENING_MS).toISOString()

interface ExportedTable {
  readonly messages?: readonly { readonly content: string }[]
}

const progress = new Progress()
const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
progress.show('writing the evening')
const store = await openSqliteStore(directory)
const evening = await EveningWriter.open(store, { photos: 'on' })
const scripts = Object.values(SCRIPTS)
await evening.sayMany(
  Array.from({ length: MESSAGES - PHOTOS }, (_, index) => ({
    name: `${NAMES[index % NAMES.length]}${index % 83 === 0 ? '' : index % 83}`,
    at: at(index / MESSAGES),
    content: scripts[index] ?? `${TEXTS[index % TEXTS.length]}${index % 3 === 0 ? '' : ` ${index}`}`,
  })),
)
const images = join(directory, 'images', evening.session.id)
mkdirSync(images, { recursive: true })
const picture = await photograph(PHOTO)
const small = await photograph(SMALL)
for (let index = 0; index < PHOTOS; index += 1) {
  // Each is another file: a picture that comes twice is stored once in a book.
  writeFileSync(join(images, `photo-${index}.jpg`), Buffer.concat([picture, Buffer.from(String(index))]))
  writeFileSync(join(images, `photo-${index}-small.jpg`), Buffer.concat([small, Buffer.from(String(index))]))
  await evening.sayWithPhoto(`Photographer ${index % 40}`, at(index / PHOTOS), TEXTS[index % TEXTS.length] as string, {
    id: `photo-${index}`,
    ...PHOTO,
  })
}
const removed = await evening.say(`${REMOVED}-name`, at(1), REMOVED)
await evening.host(at(1), { kind: 'removeMessage', messageId: removed, eraseName: true })
await store.close()

progress.show('making the keepsake')
const file = join(directory, 'keepsake.zip')
const main = new URL('../packages/server/dist/main.js', import.meta.url).pathname
const start = performance.now()
const child = spawn(process.execPath, [main, 'keepsake', evening.session.code, '--language', values.language, '--out', file], {
  env: { ...process.env, DATA_DIR: directory },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
if (code !== 0) throw new Error(`guestwall keepsake ended with ${code}`)
const seconds = (performance.now() - start) / 1000

progress.show('reading the keepsake')
const bytes = statSync(file).size
const files = [...unzip(readFileSync(file))]
rmSync(directory, { recursive: true })
const fileOf = (end: string): Buffer => files.find(([path]) => path.endsWith(end))?.[1] ?? Buffer.alloc(0)
const book = fileOf('.pdf')
// In the order of reading a running head may break a line; as they were written, scripts from right to left are turned.
const bookTexts = (['reading', 'written'] as const).map((order) => pdfLetters(pdfPages(book, order).join('')))
const tables = files.filter(([path]) => path.endsWith('.json')).map(([, table]) => JSON.parse(table.toString()) as ExportedTable)
const contents = tables.flatMap(({ messages = [] }) => messages.map(({ content }) => pdfLetters(content)))
const wanted = new Map<string, number>()
for (const content of contents) wanted.set(content, (wanted.get(content) ?? 0) + 1)
const lacking = [...wanted].filter(([content, times]) => bookTexts.every((text) => text.split(content).length - 1 < times))
const partsOf = ([path, content]: readonly [string, Buffer]): Buffer[] =>
  path.endsWith('.xlsx')
    ? [...unzip(content).values()]
    : path.endsWith('.pdf')
      ? [...pdfStreams(content), ...bookTexts.map((text) => Buffer.from(text))]
      : [content]
const withRemoved = files.filter((each) => partsOf(each).some((part) => part.includes(REMOVED)))
progress.done()

report({
  row: 'keepsake',
  title: `Keepsake: ${MESSAGES} messages, ${PHOTOS} of them with a photo of ${(picture.length / 1e6).toFixed(1)} MB, in ${values.language}, with \`guestwall keepsake\``,
  figures: [
    atMost('made in', seconds, LIMIT_S, 's', 1),
    told('size', `${(bytes / 1e6).toFixed(1)} MB, ${files.length} files`),
    exactly('texts in the table', contents.length, MESSAGES),
    exactly('texts of the table that pdftotext does not find in the book', lacking.length, 0),
    exactly('pictures in the book', book.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0, PHOTOS),
    exactly('glyphs that are missing, of twelve scripts and emoji', missingGlyphs(book), 0),
    exactly('files with anything of a removed message', withRemoved.length, 0),
  ],
})
