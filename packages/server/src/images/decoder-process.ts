import { createRequire } from 'node:module'
import type sharpFunction from 'sharp'
import type { DecodeAnswer, Decoded, DecodeJob, DecoderReady, ImageOutput, Tones } from './decode-job.ts'

/*
 * The program of a decoder's process. Bytes from strangers are decoded here and nowhere else: a fault in a decoder ends this process, its memory
 * goes back to the system, and it runs behind the server (docs/decisions/0047). Its only argument is the path of the library.
 */

type Sharp = typeof sharpFunction

/** A smaller quality shows on a projector; a larger one doubles the file. */
const QUALITY = 82
/** No line of a photo takes that long; a crafted file may. */
const TIMEOUT_SECONDS = 20

const send = (message: DecoderReady | DecodeAnswer) => process.send?.(message)

async function decode(sharp: Sharp, { file, maxPixels, outputs, measures }: DecodeJob): Promise<Decoded> {
  const input = sharp(file, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
  // Read from the header: a picture that claims too much is not decoded.
  const { width, height } = await input.metadata()
  if (width * height > maxPixels) return { fault: 'pixels' }
  const [first, ...others] = outputs
  if (first === undefined) return { fault: 'unreadable' }
  // `autoOrient` turns the pixels as the metadata says. None of the metadata is written.
  const made = await encoded(input.timeout({ seconds: TIMEOUT_SECONDS }).autoOrient(), first)
  for (const output of others) await encoded(sharp(first.file), output)
  return { width: made.width, height: made.height, ...(measures === true ? { tones: await tonesOf(sharp, first.file) } : {}) }
}

function encoded(image: ReturnType<Sharp>, { file, maxSide, format }: ImageOutput) {
  const resized = image.resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
  const formed =
    format === 'jpeg'
      ? resized.flatten({ background: '#ffffff' }).jpeg({ quality: QUALITY, progressive: true })
      : resized.webp({ quality: QUALITY })
  return formed.toFile(file)
}

/** Single points of a picture do not count: it is measured at this size, at which a point is as large as the stroke of a letter on a screen. */
const MEASURED_SIDE = 640
/** A point that is more than half transparent shows the ground. */
const OPAQUE = 128

async function tonesOf(sharp: Sharp, file: string): Promise<Tones> {
  const { data } = await sharp(file)
    .resize(MEASURED_SIDE, MEASURED_SIDE, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const darkest = [255, 255, 255]
  const lightest = [0, 0, 0]
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] ?? 0) < OPAQUE) continue
    for (const channel of [0, 1, 2]) {
      const value = data[at + channel] ?? 0
      darkest[channel] = Math.min(darkest[channel] ?? 255, value)
      lightest[channel] = Math.max(lightest[channel] ?? 0, value)
    }
  }
  return { darkest: hexOf(darkest), lightest: hexOf(lightest) }
}

function hexOf(channels: readonly number[]): string {
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

async function answer(sharp: Sharp, job: DecodeJob): Promise<Decoded> {
  try {
    return await decode(sharp, job)
  } catch (error) {
    const { message } = error as Error
    return { fault: /pixel limit/i.test(message) ? 'pixels' : 'unreadable' }
  }
}

function serve(path: string): void {
  const sharp = createRequire(path)(path) as Sharp
  // One picture at a time, on one thread, and nothing of it is kept.
  sharp.concurrency(1)
  sharp.cache(false)
  process.on('message', (job: DecodeJob) => {
    void answer(sharp, job).then((decoded) => send({ id: job.id, ...decoded }))
  })
  send({ ready: true })
}

// The server is gone.
process.on('disconnect', () => process.exit())
// The server's own signals end this process with it, by the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
try {
  serve(process.argv.at(-1) ?? '')
} catch (error) {
  send({ ready: false, error: (error as Error).message })
}
