import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ROUTES } from '@guestwall/protocol'
import { systemClock, Tokens } from '@guestwall/server'
import { build, type Histogram } from 'hdr-histogram-js'
import { createSession } from '../tests/support/http-calls.ts'
import { OPERATOR_TOKEN, TOKEN_SECRET } from '../tests/support/guestwall.ts'
import { ServerProcess } from '../tests/support/server-process.ts'
import { atMost, exactly, told } from './lib/figures.ts'
import { HallOfWriters, type TextLatencies } from './lib/hall-of-writers.ts'
import { photograph } from './lib/photograph.ts'
import { Progress, report } from './lib/report.ts'
import type { Uploaded, UploadJob } from './lib/uploader.ts'

/**
 * Photos do not slow down what is written. A thousand guests read the wall and write on a fixed schedule, first alone and then while two hundred of
 * them send a photo at the same moment, in turns, so that both see the same machine. At last one guest sends 20 MB.
 */

const { values } = parseArgs({
  options: {
    guests: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '15' },
    photos: { type: 'string', default: '200' },
    turns: { type: 'string', default: '2' },
    /** Pixels of the longer side of each photo: as the guests' page sends them. */
    side: { type: 'string', default: '2048' },
  },
})
const [GUESTS, RATE, SECONDS] = [Number(values.guests), Number(values.rate), Number(values.seconds)]
const [PHOTOS, TURNS, SIDE] = [Number(values.photos), Number(values.turns), Number(values.side)]
/** The 99th percentile of a text beside uploads, as a part of that without. */
const SLOWER = 1.2
const HUGE_BYTES = 20_000_000

const progress = new Progress()
const directory = mkdtempSync(join(tmpdir(), 'guestwall-bench-'))
const file = join(directory, 'photo.jpg')
const picture = await photograph({ width: SIDE, height: Math.round(SIDE * 0.75) })
writeFileSync(file, picture)
const server = await ServerProcess.start({ environment: { TOKEN_SECRET, MAX_CONNECTIONS: '0', SESSION_PHOTOS: '0' } })
const { session } = await createSession(server.url, OPERATOR_TOKEN, { title: 'Photos', photos: 'on' })
const issuer = new Tokens(TOKEN_SECRET, 1, systemClock)
const tokens = await Promise.all(
  Array.from({ length: GUESTS }, (_, at) => issuer.issue({ sessionId: session.id, id: `guest-${at}`, name: 'Guest', role: 'guest' })),
)
const hall = await HallOfWriters.open(server, session.id, tokens, (here) => progress.show(`guests ${here} of ${GUESTS}`))
const phones = fork(fileURLToPath(new URL('./lib/uploader.ts', import.meta.url)))

phones.once('exit', (code) => {
  if (code !== 0) throw new Error(`the phones ended with ${code}`)
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const histogram = () => build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })
const latencies = (): TextLatencies => ({ acks: histogram(), deliveries: histogram() })

/** All photos of a turn at once. */
async function sendPhotos(turn: number): Promise<Uploaded> {
  const guests = tokens.slice(0, PHOTOS).map((token, at) => ({ token, key: `bench-photo-${turn}-${at}` }))
  const done = once(phones, 'message')
  phones.send({ url: server.url, sessionId: session.id, file, guests } satisfies UploadJob)
  return ((await done) as [Uploaded])[0]
}

let memoryMib = 0
const watch = setInterval(() => {
  memoryMib = Math.max(memoryMib, (server.residentBytes() ?? 0) / 1024 / 1024)
}, 200)
const [alone, beside] = [latencies(), latencies()]
const uploads: Uploaded[] = []
await hall.write(RATE, latencies(), pause(3_000))
const restMib = (server.residentBytes() ?? 0) / 1024 / 1024
for (let turn = 0; turn < TURNS; turn += 1) {
  progress.show(`turn ${turn + 1} of ${TURNS}, without photos`)
  await hall.write(RATE, alone, pause(SECONDS * 1_000))
  progress.show(`turn ${turn + 1} of ${TURNS}, ${PHOTOS} photos`)
  const sent = sendPhotos(turn)
  await hall.write(RATE, beside, sent)
  uploads.push(await sent)
}
clearInterval(watch)

const hugeMs = performance.now()
const huge = await fetch(`${server.url}${ROUTES.uploadPhoto.path}?key=bench-photo-huge`, {
  method: 'POST',
  headers: { authorization: `Bearer ${tokens[0]}`, 'content-type': 'image/jpeg' },
  body: Buffer.concat([picture, Buffer.alloc(HUGE_BYTES)]),
})
const refusedInMs = performance.now() - hugeMs
progress.done()
hall.close()
phones.disconnect()
await server.stop()
rmSync(directory, { recursive: true })

const ms = (of: Histogram, percentile: number) => of.getValueAtPercentile(percentile) / 1_000
const both = (of: Histogram) => `p50 ${ms(of, 50).toFixed(1)} ms, p99 ${ms(of, 99).toFixed(1)} ms`
const refusals = uploads.flatMap((each) => each.refusals)
report({
  row: 'photos',
  title: `Photos: ${GUESTS} guests, ${RATE} texts a second; ${TURNS} times ${PHOTOS} photos of ${(picture.length / 1e6).toFixed(1)} MB at once; server, readers and phones share this machine`,
  figures: [
    told('acknowledgement of a text, without photos', both(alone.acks)),
    told('acknowledgement of a text, beside photos', both(beside.acks)),
    atMost('  p99 beside photos', ms(beside.acks, 99), ms(alone.acks, 99) * SLOWER, 'ms', 1),
    told(`delivery to ${GUESTS} guests, without photos`, both(alone.deliveries)),
    told(`delivery to ${GUESTS} guests, beside photos`, both(beside.deliveries)),
    atMost('  p99 beside photos', ms(beside.deliveries, 99), ms(alone.deliveries, 99) * SLOWER, 'ms', 1),
    exactly('texts refused', hall.refused, 0),
    exactly(
      'photos on the wall',
      uploads.reduce((sum, { sent }) => sum + sent, 0),
      TURNS * PHOTOS,
    ),
    told('until all of a turn are', uploads.map(({ tookMs }) => `${(tookMs / 1_000).toFixed(1)} s`).join(', ')),
    told('uploads that were asked to come again', String(uploads.reduce((sum, { putOff }) => sum + putOff, 0))),
    exactly('photos refused', refusals.length === 0 ? 0 : refusals.slice(0, 3).join(', '), 0),
    told('memory of the server, before and at most', `${restMib.toFixed(0)} MiB, ${memoryMib.toFixed(0)} MiB`),
    exactly('a photo of 20 MB', huge.status, 413),
    told('  refused after', `${refusedInMs.toFixed(0)} ms`),
  ],
})
