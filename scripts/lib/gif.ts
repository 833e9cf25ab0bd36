import gifenc, { type Palette } from 'gifenc'
import { PNG } from 'pngjs'

/** One picture of a moving picture: a PNG, and how long it is shown. */
export interface Frame {
  readonly png: Buffer
  readonly ms: number
}

/** One index is kept for "as before". */
const COLORS = 127
/** Every so many pixels of every frame one is looked at for the palette. */
const SAMPLE = 3
/** A GIF counts in hundredths of a second, and browsers slow down what is faster than two of them. */
const GIF_TICK_MS = 10

/** An endless GIF with one palette. A pixel that did not change is transparent, so that a frame costs only what moves. */
export function encodeGif(frames: readonly Frame[]): Uint8Array {
  const pictures = merged(frames.map(decoded))
  const palette = gifenc.quantize(sampled(pictures.map(({ data }) => data)), COLORS)
  const unchanged = palette.length
  const colors: Palette = [...palette, [0, 0, 0]]
  const gif = gifenc.GIFEncoder()
  let before: Uint8Array | null = null
  for (const { data, width, height, ms } of pictures) {
    const whole = gifenc.applyPalette(new Uint8Array(data), palette)
    const last: Uint8Array | null = before
    const index = last === null ? whole : whole.map((color, at) => (color === last[at] ? unchanged : color))
    const transparency = last === null ? { palette: colors, repeat: 0 } : { transparent: true, transparentIndex: unchanged }
    gif.writeFrame(index, width, height, { delay: Math.round(ms / GIF_TICK_MS) * GIF_TICK_MS, dispose: 1, ...transparency })
    before = whole
  }
  gif.finish()
  return gif.bytes()
}

interface Picture {
  readonly data: Buffer
  readonly width: number
  readonly height: number
  readonly ms: number
}

function decoded({ png, ms }: Frame): Picture {
  const { data, width, height } = PNG.sync.read(png)
  return { data, width, height, ms }
}

/** Frames that follow each other and are equal become one that is shown as long as both. */
function merged(pictures: readonly Picture[]): Picture[] {
  const kept: Picture[] = []
  for (const picture of pictures) {
    const last = kept.at(-1)
    if (last !== undefined && last.data.equals(picture.data)) kept[kept.length - 1] = { ...last, ms: last.ms + picture.ms }
    else kept.push(picture)
  }
  return kept
}

function sampled(pictures: readonly Buffer[]): Uint8Array {
  const pixels: number[] = []
  // The last frames differ little from their neighbours: a few pictures say which colours there are.
  for (const data of pictures.filter((_, at) => at % 8 === 0))
    for (let at = 0; at + 3 < data.length; at += 4 * SAMPLE)
      pixels.push(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0)
  return new Uint8Array(pixels)
}
