import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { drawing } from './drawing.ts'

/** Pictures that a person has looked at. */
const KEPT = fileURLToPath(new URL('../e2e/pictures/', import.meta.url))
/** The pictures that a test saw in their place, and the differences. */
const SEEN = fileURLToPath(new URL('../../.cache/pictures/', import.meta.url))
/** Colours of a kept picture: the screens have few, and a picture takes a third of its bytes. */
const COLOURS = 96
/** How far the colours of a pixel may be apart, from 0 to 1: as far as fewer colours and another version of a text engine bring them. */
const THRESHOLD = 0.16
/** The part of the pixels that may differ: some edges of letters, and less than one line of text. */
const MAX_PART = 0.002

/**
 * Compares a picture with the kept one of this name; `null`: they are alike, otherwise a sentence. With UPDATE_PICTURES=1 the picture is kept: look
 * at it before it is committed.
 */
export async function comparePicture(name: string, png: Buffer): Promise<string | null> {
  const file = join(KEPT, `${name}.png`)
  if (process.env.UPDATE_PICTURES === '1') {
    mkdirSync(KEPT, { recursive: true })
    writeFileSync(file, await drawing(png).png({ palette: true, colours: COLOURS, effort: 10, dither: 0 }).toBuffer())
    return null
  }
  if (!existsSync(file)) return `${name} is not kept yet: run with UPDATE_PICTURES=1 and look at it`
  const [kept, seen] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(png)]
  const { width, height } = kept
  const differing = join(SEEN, `${name}-difference.png`)
  mkdirSync(dirname(differing), { recursive: true })
  writeFileSync(join(SEEN, `${name}.png`), png)
  if (width !== seen.width || height !== seen.height) return `${name} is ${seen.width} x ${seen.height}, and was ${width} x ${height}`
  const difference = new PNG({ width, height })
  const pixels = pixelmatch(kept.data, seen.data, difference.data, width, height, { threshold: THRESHOLD })
  if (pixels <= width * height * MAX_PART) return null
  writeFileSync(differing, PNG.sync.write(difference))
  const part = ((pixels / (width * height)) * 100).toFixed(2)
  return `${part} % of ${name} differs: see ${differing}. Where it is meant to, run with UPDATE_PICTURES=1 and look at the new picture`
}
