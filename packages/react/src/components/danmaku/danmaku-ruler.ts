import { languageOf } from '../shared/language-of.ts'
import type { FlowMessage } from '../wall/flow-message.ts'
import type { LaneRuler, LaneSize } from './lane-ruler.ts'
import { lanePhoto } from './lane-photo.ts'
import { laneText } from './lane-text.ts'

const MAX_CACHED = 400
/** Sizes of a text, in percent of the screen's height. */
export const LINE_SIZE = 5
const TWO_LINES_SIZE = 4
/** A block that would be higher than a band gets one of these, the first that is small enough. */
const BLOCK_SIZES = [TWO_LINES_SIZE, 3.6, 3.2, 2.8, 2.4] as const
/** A text that is longer than this part of the screen’s width is set in two lines, and none that is shorter than so many percent of its height. */
const LONGEST_LINE_PART = 0.64
const LONGEST_LINE = 100
/** The line height of a text of several lines, as in the style sheet: two of them fill a lane. */
const LINE_HEIGHT = 1.1
const LINES_A_LANE = 2
const WIDER = 1.04
const MOST_TRIES = 16

interface LaneRulerInput {
  readonly unit: number
  readonly width: number
  readonly laneHeight: number
  /** Lanes of the highest band. */
  readonly mostLanes: number
}

/** Measures messages by laying them out in a hidden element, in the real fonts. It owns the content of `host`. */
export class DanmakuRuler implements LaneRuler {
  readonly #room: LaneRulerInput
  readonly #item = document.createElement('div')
  readonly #photo = document.createElement('span')
  readonly #text = document.createElement('span')
  readonly #name = document.createElement('bdi')
  readonly #sizes = new Map<string, LaneSize>()
  readonly #blocks = new Map<string, LaneSize>()

  constructor(host: HTMLElement, room: LaneRulerInput) {
    this.#room = room
    const name = document.createElement('span')
    this.#item.className = 'gw-danmaku__message'
    this.#text.className = 'gw-danmaku__text'
    name.className = 'gw-danmaku__name'
    name.append(this.#name)
    this.#photo.className = 'gw-danmaku__photo'
    this.#item.append(this.#photo, this.#text, name)
    host.replaceChildren(this.#item)
  }

  sizeOf(message: FlowMessage): LaneSize {
    return this.#cached(this.#sizes, message, () => {
      const { unit, width } = this.#room
      const line = this.#inOneLine(LINE_SIZE * unit)
      if (this.#text.offsetWidth <= Math.max(width * LONGEST_LINE_PART, LONGEST_LINE * unit)) return line
      const length = this.#inOneLine(TWO_LINES_SIZE * unit).width - this.#nameWidth()
      return this.#inLines(TWO_LINES_SIZE * unit, length / 2, LINES_A_LANE)
    })
  }

  blockOf(message: FlowMessage): LaneSize {
    return this.#cached(this.#blocks, message, () => {
      const { unit, width, mostLanes, laneHeight } = this.#room
      const line = this.#inOneLine(LINE_SIZE * unit)
      if (line.width <= width) return line
      const most = Math.max(1, width - this.#nameWidth())
      const length = this.#inOneLine(TWO_LINES_SIZE * unit).width
      if (length / 2 < most) {
        const two = this.#inLines(TWO_LINES_SIZE * unit, length / 2, LINES_A_LANE)
        if (two.width <= width) return two
      }
      for (const size of BLOCK_SIZES) {
        const block = this.#inWidth(size * unit, most)
        if (block.height <= mostLanes * laneHeight || size === BLOCK_SIZES[BLOCK_SIZES.length - 1]) {
          const lanes = Math.min(mostLanes, Math.max(1, Math.ceil(block.height / laneHeight - 0.01)))
          return { width: Math.min(width, block.width), fit: { fontSize: size * unit, breaks: 'anywhere', pages: 1 }, lanes }
        }
      }
      return line
    })
  }

  #cached(known: Map<string, LaneSize>, message: FlowMessage, measure: () => LaneSize): LaneSize {
    const key = `${message.key} ${message.content}`
    const found = known.get(key)
    if (found !== undefined) return found
    const text = laneText(message.content)
    this.#text.lang = languageOf(text) ?? ''
    this.#text.textContent = text
    this.#name.lang = languageOf(message.name) ?? ''
    this.#name.textContent = message.name
    const photo = message.photo === undefined ? undefined : lanePhoto(message.photo, this.#room.laneHeight)
    this.#photo.style.display = photo === undefined ? 'none' : ''
    this.#photo.style.width = `${photo?.width ?? 0}px`
    const measured = measure()
    const size = photo === undefined ? measured : { ...measured, fit: { ...measured.fit, photo } }
    // Do not keep the text of a message, which may be removed, in the hidden element.
    this.#text.textContent = ''
    this.#name.textContent = ''
    const [oldest] = known.keys()
    if (known.size >= MAX_CACHED && oldest !== undefined) known.delete(oldest)
    known.set(key, size)
    return size
  }

  #nameWidth(): number {
    return this.#item.offsetWidth - this.#text.offsetWidth
  }

  #inOneLine(fontSize: number): LaneSize {
    this.#item.className = 'gw-danmaku__message'
    Object.assign(this.#text.style, { fontSize: `${fontSize}px`, width: 'auto' })
    return { width: this.#item.offsetWidth + 1, fit: { fontSize, breaks: 'line', pages: 1 } }
  }

  #inWidth(fontSize: number, width: number): { readonly width: number; readonly height: number } {
    this.#item.className = 'gw-danmaku__message gw-danmaku__message--lines'
    Object.assign(this.#text.style, { fontSize: `${fontSize}px`, width: `${width}px` })
    return { width: this.#item.offsetWidth + 1, height: this.#text.offsetHeight }
  }

  /** The narrowest of the widths that are tried in which the text has no more lines. */
  #inLines(fontSize: number, from: number, lines: number): LaneSize {
    let width = from
    let drawn = this.#inWidth(fontSize, width)
    for (let tries = 0; tries < MOST_TRIES && drawn.height > lines * fontSize * LINE_HEIGHT + 1; tries += 1) {
      width *= WIDER
      drawn = this.#inWidth(fontSize, width)
    }
    return { width: drawn.width, fit: { fontSize, breaks: 'anywhere', pages: 1 } }
  }
}
