import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteStore } from '@guestwall/server'
import { EveningWriter } from '../tests/support/evening.ts'
import { Progress, table } from './lib/report.ts'

/** How long a keepsake takes with `guestwall keepsake`, and how large it is and its program grows. */

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    photos: { type: 'string', default: '300' },
    language: { type: 'string', default: 'zh-CN' },
  },
})
const MESSAGES = Number(values.messages)
const PHOTOS = Number(values.photos)
/** As a phone's photo is stored, large and small. */
const PHOTO = { width: 2048, height: 1536 }
const SMALL = { width: 640, height: 480 }
const START = Date.parse('2026-11-22T10:30:00.000Z')
const EVENING_MS = 4 * 60 * 60 * 1000
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

const progress = new Progress()
const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
progress.show('writing the evening')
const store = await openSqliteStore(directory)
const evening = await EveningWriter.open(store, { photos: 'on' })
await evening.sayMany(
  Array.from({ length: MESSAGES }, (_, index) => ({
    name: `${NAMES[index % NAMES.length]}${index % 83 === 0 ? '' : index % 83}`,
    at: new Date(START + (index / MESSAGES) * EVENING_MS).toISOString(),
    content: `${TEXTS[index % TEXTS.length]}${index % 3 === 0 ? '' : ` ${index}`}`,
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
  const at = new Date(START + (index / PHOTOS) * EVENING_MS).toISOString()
  await evening.sayWithPhoto(`Photographer ${index % 40}`, at, TEXTS[index % TEXTS.length] as string, { id: `photo-${index}`, ...PHOTO })
}
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
progress.done()
if (code !== 0) throw new Error(`guestwall keepsake ended with ${code}`)
const seconds = (performance.now() - start) / 1000
process.stdout.write(
  `${table([[`${MESSAGES} messages, ${PHOTOS} photos of ${(picture.length / 1e6).toFixed(1)} MB`, `${seconds.toFixed(1)} s, ${(statSync(file).size / 1e6).toFixed(1)} MB`]])}\n`,
)
rmSync(directory, { recursive: true })

/** The part of sharp that draws a picture; it is the server's optional dependency. */
interface Sharp {
  png(): Sharp
  resize(width: number, height: number): Sharp
  jpeg(options: { quality: number }): Sharp
  toBuffer(): Promise<Buffer>
}

/** A picture with as much detail as a photo has: clouds of noise. */
function photograph({ width, height }: typeof PHOTO): Promise<Buffer> {
  const sharp = createRequire(new URL('../packages/server/package.json', import.meta.url))('sharp') as (input: Buffer | object) => Sharp
  const noise = sharp({
    create: { width: 512, height: 384, channels: 3, background: '#987', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
  return noise
    .png()
    .toBuffer()
    .then((png) => sharp(png).resize(width, height).jpeg({ quality: 82 }).toBuffer())
}
