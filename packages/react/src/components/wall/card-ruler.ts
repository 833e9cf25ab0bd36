import { languageOf } from '../shared/language-of.ts'
import type { CardSize, FlowMessage } from './flow.ts'
import { type Geometry, spanWidth } from './geometry.ts'
import { fitText, type TextFit, wallText } from './text-fit.ts'
import { type EmMeasure, estimateEm } from './text-width.ts'

/** A card over one column may use this part of the wall's height before it spans two columns. */
const TALLEST_SINGLE_PART = 0.62
const MAX_CACHED = 400

/**
 * Measures cards by laying them out in a hidden element, in the real fonts. A ruler belongs to one geometry, text size and set of loaded
 * fonts; a change of these needs a new ruler. It owns the content of `host`.
 */
export class CardRuler {
  readonly #geometry: Geometry
  readonly #unit: number
  readonly #card = document.createElement('article')
  readonly #text = document.createElement('p')
  readonly #measureEm: EmMeasure
  readonly #sizes = new Map<string, CardSize>()

  constructor(host: HTMLElement, geometry: Geometry, unit: number) {
    this.#geometry = geometry
    this.#unit = unit
    const name = document.createElement('footer')
    this.#card.className = 'gw-card'
    this.#text.className = 'gw-card__text'
    name.className = 'gw-card__name'
    name.textContent = '—'
    this.#card.append(this.#text, name)
    host.replaceChildren(this.#card)
    this.#measureEm = canvasMeasure(getComputedStyle(this.#text), TYPICAL_SIZE * unit)
  }

  /** The size of the message's card. Cached for the latest messages. */
  sizeOf(message: FlowMessage): CardSize {
    const known = this.#sizes.get(message.key)
    if (known !== undefined) return known
    const size = this.#measure(wallText(message.content))
    // Do not keep the text of a message, which may be removed, in the hidden element.
    this.#text.textContent = ''
    const [oldest] = this.#sizes.keys()
    if (this.#sizes.size >= MAX_CACHED && oldest !== undefined) this.#sizes.delete(oldest)
    this.#sizes.set(message.key, size)
    return size
  }

  #measure(text: string): CardSize {
    const { columns, height: room } = this.#geometry
    for (let span = 1; ; span += 1) {
      const size = this.#measureOver(text, span)
      if (span === columns) return size.height <= room ? size : this.#cut(size, room)
      if (size.height <= room * (span === 1 ? TALLEST_SINGLE_PART : 1)) return size
    }
  }

  #measureOver(text: string, span: number): CardSize {
    this.#card.style.width = `${spanWidth(this.#geometry, span)}px`
    this.#text.lang = languageOf(text) ?? ''
    this.#text.textContent = text
    this.#text.classList.remove('gw-card__text--line', 'gw-card__text--phrases')
    const fit = this.#fitIn(text, this.#text.clientWidth)
    return { span, height: this.#card.offsetHeight, fit, mostLines: null }
  }

  /** Fits by the canvas measure, then corrects by the width that the page draws, so that a single line does not break. */
  #fitIn(text: string, width: number): TextFit {
    const request = { text, unit: this.#unit, isAlone: this.#geometry.isAlone, measure: this.#measureEm }
    const first = this.#set(fitText({ ...request, width }))
    const drawn = this.#text.scrollWidth
    if (first.breaks !== 'line' || drawn <= width) return first
    return this.#set(fitText({ ...request, width: width * (width / drawn) }))
  }

  #set(fit: TextFit): TextFit {
    this.#text.style.fontSize = `${fit.fontSize}px`
    this.#text.classList.toggle('gw-card__text--line', fit.breaks === 'line')
    this.#text.classList.toggle('gw-card__text--phrases', fit.breaks === 'phrases')
    return fit
  }

  /** Fallback for texts that exceed the wall: as many whole lines as fit. */
  #cut(size: CardSize, room: number): CardSize {
    const lineHeight = Number.parseFloat(getComputedStyle(this.#text).lineHeight)
    const around = size.height - this.#text.offsetHeight
    const mostLines = Math.max(1, Math.floor((room - around) / lineHeight))
    return { ...size, mostLines, height: Math.min(room, around + mostLines * lineHeight) }
  }
}

/** In percent of the screen's height. Measure near the size that is drawn, because a font with optical sizes is wider at small sizes. */
const TYPICAL_SIZE = 5

function canvasMeasure({ fontFamily, fontWeight }: CSSStyleDeclaration, sizePx: number): EmMeasure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return estimateEm
  context.font = `${fontWeight} ${sizePx}px ${fontFamily}`
  return (text) => Math.max(0.5, context.measureText(text).width / sizePx)
}
