import { languageOf } from '../shared/language-of.ts'
import type { FlowMessage } from '../wall/flow-message.ts'
import { MissingFaces } from '../wall/missing-faces.ts'
import type { PhotoFit } from '../wall/photo-fit.ts'
import { runNodes } from '../wall/run-nodes.ts'
import { lanePhoto } from './lane-photo.ts'
import type { LaneRuler, LaneSize, Setting } from './lane-ruler.ts'
import { laneBreaks, laneText } from './lane-text.ts'
import { LINE_SIZE, laneModifiers, laneLineHeight, laneType } from './lane-type.ts'

const MAX_CACHED = 400
/** Sizes of a block, in percent of the screen's height: the first in which it is no higher than a band. */
const BLOCK_SIZES = [5, 4, 3.6, 3.2, 2.8, 2.4] as const
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
  /** Of all that it has measured. */
  readonly missingFaces = new MissingFaces()

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

  sizeOf(message: FlowMessage, setting: Setting): LaneSize {
    return this.#cached(this.#sizes, message, setting, () => this.#passing(setting, message))
  }

  blockOf(message: FlowMessage, setting: Setting): LaneSize {
    return this.#cached(this.#blocks, message, setting, () => {
      const { unit, width, mostLanes, laneHeight } = this.#room
      const asItPasses = this.#passing(setting, message)
      if (asItPasses.width <= width) return asItPasses
      const photo = this.#drawPhoto(message, 1)
      const line = this.#inOneLine(LINE_SIZE * unit)
      if (line.width <= width) return { ...line, fit: { ...line.fit, photo } }
      const most = Math.max(1, width - this.#nameWidth())
      for (const size of BLOCK_SIZES) {
        const block = this.#inWidth(size * unit, most)
        if (block.height <= mostLanes * laneHeight || size === BLOCK_SIZES[BLOCK_SIZES.length - 1]) {
          const lanes = Math.min(mostLanes, Math.max(1, Math.ceil(block.height / laneHeight - 0.01)))
          return { width: Math.min(width, block.width), fit: { fontSize: size * unit, breaks: 'anywhere', pages: 1, photo }, lanes }
        }
      }
      return line
    })
  }

  #passing(setting: Setting, message: FlowMessage): LaneSize {
    const { unit, width, mostLanes } = this.#room
    this.#inOneLine(LINE_SIZE * unit)
    const length = this.#text.offsetWidth / unit
    const { lines, lanes, size } = laneType({ length, width: width / unit, mostLanes, setting })
    const photo = this.#drawPhoto(message, lanes)
    const drawn = lines === 1 ? this.#inOneLine(size * unit) : this.#inLines(size * unit, (length * unit * size) / LINE_SIZE / lines, lines)
    return { ...drawn, lanes, fit: { ...drawn.fit, photo } }
  }

  #drawPhoto({ photo: ofMessage }: FlowMessage, lanes: number): PhotoFit | undefined {
    const photo = ofMessage === undefined ? undefined : lanePhoto(ofMessage, this.#room.laneHeight * lanes)
    this.#photo.style.display = photo === undefined ? 'none' : ''
    this.#photo.style.width = `${photo?.width ?? 0}px`
    return photo
  }

  #cached(known: Map<string, LaneSize>, message: FlowMessage, setting: Setting, measure: () => LaneSize): LaneSize {
    const key = `${setting} ${message.key} ${message.content}`
    const found = known.get(key)
    if (found !== undefined) return found
    const text = laneText(message.content)
    this.#text.lang = languageOf(text) ?? ''
    this.#text.replaceChildren(...runNodes(text, laneBreaks(text)))
    this.#name.lang = languageOf(message.name) ?? ''
    this.#name.textContent = message.name
    this.missingFaces.note(getComputedStyle(this.#text).fontFamily, text)
    this.missingFaces.note(getComputedStyle(this.#name).fontFamily, message.name)
    const size = measure()
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
    this.#item.className = `gw-danmaku__message ${laneModifiers(fontSize / this.#room.unit, true)}`
    Object.assign(this.#text.style, { fontSize: `${fontSize}px`, width: 'auto' })
    return { width: this.#item.offsetWidth + 1, fit: { fontSize, breaks: 'line', pages: 1 }, lanes: 1 }
  }

  #inWidth(fontSize: number, width: number): { readonly width: number; readonly height: number } {
    this.#item.className = `gw-danmaku__message ${laneModifiers(fontSize / this.#room.unit, false)}`
    Object.assign(this.#text.style, { fontSize: `${fontSize}px`, width: `${width}px` })
    return { width: this.#item.offsetWidth + 1, height: this.#text.offsetHeight }
  }

  /** The narrowest of the widths that are tried in which the text has no more lines. */
  #inLines(fontSize: number, from: number, lines: number): LaneSize {
    const highest = lines * fontSize * laneLineHeight(fontSize / this.#room.unit) + 1
    let width = from
    let drawn = this.#inWidth(fontSize, width)
    for (let tries = 0; tries < MOST_TRIES && drawn.height > highest; tries += 1) {
      width *= WIDER
      drawn = this.#inWidth(fontSize, width)
    }
    return { width: drawn.width, fit: { fontSize, breaks: 'anywhere', pages: 1 }, lanes: 1 }
  }
}
