import { languageOf } from '../shared/language-of.ts'
import { type CardBox, fewPhoto, fewType, isLowCard, LARGE_SHEET_SIZES } from './few-card.ts'
import type { FlowMessage } from './flow-message.ts'
import { type Geometry, spanWidth } from './geometry.ts'
import type { CardSize, Ruler } from './masonry.ts'
import { MissingFaces } from './missing-faces.ts'
import { columnPhoto, type PhotoFit, photoBeside, singlePhoto } from './photo-fit.ts'
import { isLetter } from './reading-time.ts'
import { runNodes } from './run-nodes.ts'
import {
  CARD_TYPE,
  DENSE_TYPE,
  type FitStep,
  fitSteps,
  innerWidth,
  lineHeight,
  SMALLEST_SIZE,
  SINGLE_TYPE,
  type TextFit,
  type TypeScale,
  wallText,
} from './text-fit.ts'
import { type EmMeasure, estimateEm, unbrokenWords, widestOf } from './text-width.ts'

const MAX_CACHED = 400
/** In percent of the screen's height: beside a single message, and above, below and between its parts but for the photo. */
const SINGLE_BESIDE = 8
const SINGLE_AROUND = 5
/** Sizes of the text on a sheet, in percent of the screen's height: a longer text gets a smaller one, and then more pages. */
const SHEET_SIZES = [5.4, 5, 4.6] as const
const MOST_PAGES = 4

/**
 * Measures cards by laying them out in a hidden element, in the real fonts. A ruler belongs to one geometry, text size and set of loaded
 * fonts; a change of these needs a new ruler. It owns the content of `host`.
 */
export class CardRuler implements Ruler {
  readonly #geometry: Geometry
  readonly #unit: number
  readonly #card = document.createElement('article')
  readonly #photo = document.createElement('span')
  readonly #text = document.createElement('p')
  readonly #sheet = document.createElement('article')
  readonly #sheetPhoto = document.createElement('span')
  readonly #page = document.createElement('div')
  readonly #sheetText = document.createElement('p')
  readonly #measureEm: EmMeasure
  readonly #sizes = new Map<string, CardSize>()
  readonly #sheets = new Map<string, TextFit>()
  /** Of all that it has measured. */
  readonly missingFaces = new MissingFaces()

  constructor(host: HTMLElement, geometry: Geometry, unit: number) {
    this.#geometry = geometry
    this.#unit = unit * geometry.scale
    for (const card of [this.#card, this.#sheet]) card.style.setProperty('--gw-card-u', `${this.#unit}px`)
    this.#text.className = 'gw-card__text'
    this.#photo.className = 'gw-card__photo'
    this.#card.append(this.#photo, this.#text, nameElement())
    this.#sheet.className = 'gw-card gw-card--sheet'
    this.#page.className = 'gw-card__pages'
    this.#sheetText.className = 'gw-card__text'
    this.#page.append(this.#sheetText)
    this.#sheetPhoto.className = 'gw-card__photo'
    this.#sheet.append(this.#sheetPhoto, this.#page, nameElement())
    host.replaceChildren(this.#card, this.#sheet)
    this.#setCard('gw-card', geometry.columnWidth)
    this.#measureEm = canvasMeasure(getComputedStyle(this.#text), TYPICAL_SIZE * unit)
  }

  /** The size of the message's card. Cached for the latest messages. */
  sizeOf(message: FlowMessage, isDense = false): CardSize {
    return cached(this.#sizes, `${isDense} ${message.key} ${message.content}`, () => {
      const { kind, columnWidth, height } = this.#geometry
      if (kind === 'single') {
        this.#setCard('gw-card gw-card--large', columnWidth)
        return this.#measure(message, this.#singlePhoto(message), { type: SINGLE_TYPE, most: height })
      }
      this.#setCard(isDense ? 'gw-card gw-card--dense' : 'gw-card', columnWidth)
      const type = isDense ? DENSE_TYPE : CARD_TYPE
      return this.#measure(message, this.#columnPhoto(message), { type, most: Number.POSITIVE_INFINITY })
    })
  }

  sheetFitOf(message: FlowMessage, span: number): TextFit {
    return cached(this.#sheets, `${span} ${message.key} ${message.content}`, () =>
      this.#measureSheet(message, { width: spanWidth(this.#geometry, span), height: this.#geometry.height }, SHEET_SIZES),
    )
  }

  cellFitOf(message: FlowMessage, cell: CardBox): TextFit {
    const { width, height } = cell
    return cached(this.#sheets, `${width}x${height} ${message.key} ${message.content}`, () => {
      if (isLetter(message.content)) return this.#measureSheet(message, cell, LARGE_SHEET_SIZES)
      this.#setCard(`gw-card gw-card--few${isLowCard(height, this.#unit) ? ' gw-card--low' : ''}`, width)
      const photo = message.photo === undefined ? undefined : fewPhoto(message.photo, cell, this.#unit)
      return this.#measure(message, photo, { type: fewType(cell, this.#unit), most: height }).fit
    })
  }

  #setCard(className: string, width: number): void {
    this.#card.className = className
    this.#card.style.width = `${width}px`
  }

  /** `most`: the height that is given to the card. */
  #measure({ content }: FlowMessage, photo: PhotoFit | undefined, { type, most }: { type: TypeScale; most: number }): CardSize {
    const text = wallText(content)
    const isDense = type === DENSE_TYPE
    drawPhoto(this.#card, this.#photo, photo)
    this.#text.lang = languageOf(text) ?? ''
    this.missingFaces.note(getComputedStyle(this.#text).fontFamily, text)
    const width = this.#text.clientWidth
    const steps = fitSteps({ text, width, unit: this.#unit, type, measure: this.#measureEm })
    let size: CardSize = { height: Number.POSITIVE_INFINITY, fit: { fontSize: this.#unit, breaks: 'letters', pages: 1, photo } }
    for (const [at, step] of steps.entries()) {
      const drawn = this.#draw(text, step)
      // The width that the page draws can differ from the canvas, and a low card has less height: a single line must not break.
      const tooHigh = Math.max(0, this.#card.offsetHeight - most) / lineHeight(text)
      const inHeight = Math.max(SMALLEST_SIZE * this.#unit, step.fontSize - tooHigh)
      const fontSize = step.breaks === 'line' ? Math.min(inHeight, (step.fontSize * width) / Math.max(width, drawn.width)) : step.fontSize
      if (fontSize !== step.fontSize) this.#draw(text, { ...step, fontSize })
      const height = this.#card.offsetHeight
      // Nothing breaks that must stay whole, so what no line holds is wider than the card.
      const fits = drawn.width <= width && drawn.lines <= step.mostLines && height <= most
      if (!fits && at < steps.length - 1) continue
      size = { height, fit: { fontSize, breaks: step.breaks, pages: 1, isDense, photo } }
      break
    }
    // Do not keep the text of a message, which may be removed, in the hidden element.
    this.#text.textContent = ''
    return size
  }

  #columnPhoto({ photo }: FlowMessage): PhotoFit | undefined {
    const { columnWidth, height } = this.#geometry
    const unit = this.#unit
    return photo === undefined ? undefined : columnPhoto(photo, { unit, width: innerWidth(columnWidth, unit), height })
  }

  #singlePhoto({ photo }: FlowMessage): PhotoFit | undefined {
    const { columnWidth, height } = this.#geometry
    const unit = this.#unit
    const room = { unit, width: columnWidth - SINGLE_BESIDE * unit, height: height - SINGLE_AROUND * unit }
    return photo === undefined ? undefined : singlePhoto(photo, room)
  }

  #draw(text: string, { fontSize, breaks }: FitStep): { readonly width: number; readonly lines: number } {
    this.#text.style.fontSize = `${fontSize}px`
    this.#text.classList.toggle('gw-card__text--line', breaks === 'line')
    this.#text.classList.toggle('gw-card__text--kept', breaks === 'phrases' || breaks === 'words')
    this.#text.classList.toggle('gw-card__text--letters', breaks === 'letters')
    this.#text.replaceChildren(...runNodes(text, breaks))
    const lineHeight = Number.parseFloat(getComputedStyle(this.#text).lineHeight)
    return { width: this.#text.scrollWidth, lines: Math.round(this.#text.offsetHeight / lineHeight) }
  }

  #measureSheet(message: FlowMessage, { width, height }: CardBox, sizes: readonly number[]): TextFit {
    const text = wallText(message.content)
    Object.assign(this.#sheet.style, { width: `${width}px`, height: `${height}px` })
    drawPhoto(this.#sheet, this.#sheetPhoto, undefined)
    const room = { unit: this.#unit, width: this.#page.clientWidth, height: this.#page.clientHeight }
    const photo = message.photo === undefined ? undefined : photoBeside(message.photo, room)
    drawPhoto(this.#sheet, this.#sheetPhoto, photo)
    this.#sheetText.lang = languageOf(text) ?? ''
    this.missingFaces.note(getComputedStyle(this.#sheetText).fontFamily, text)
    const em = this.#measureEm(widestOf(unbrokenWords(text)))
    let fit: TextFit = { fontSize: this.#unit, breaks: 'letters', pages: 1, photo }
    for (const size of sizes) {
      const fontSize = size * this.#unit
      const isLast = size === sizes[sizes.length - 1]
      // A size that breaks a word is none, unless all do.
      if (em * fontSize > this.#page.clientWidth && !isLast) continue
      const breaks = em * fontSize > this.#page.clientWidth ? 'letters' : 'anywhere'
      this.#sheetText.classList.toggle('gw-card__text--letters', breaks === 'letters')
      this.#sheetText.replaceChildren(...runNodes(text, breaks))
      this.#sheetText.style.fontSize = `${fontSize}px`
      const gap = Number.parseFloat(getComputedStyle(this.#sheetText).columnGap) || 0
      const pages = Math.max(1, Math.min(MOST_PAGES, Math.round((this.#page.scrollWidth + gap) / (this.#page.clientWidth + gap))))
      fit = { fontSize, breaks, pages, photo }
      if (pages === 1) break
    }
    this.#sheetText.textContent = ''
    return fit
  }
}

function drawPhoto(card: HTMLElement, place: HTMLElement, photo: PhotoFit | undefined): void {
  card.classList.toggle('gw-card--beside', photo?.isBeside === true)
  place.style.display = photo === undefined ? 'none' : ''
  place.style.width = `${photo?.width ?? 0}px`
  place.style.height = `${photo?.height ?? 0}px`
}

function cached<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make()
  const [oldest] = known.keys()
  if (known.size >= MAX_CACHED && oldest !== undefined) known.delete(oldest)
  known.set(key, value)
  return value
}

function nameElement(): HTMLElement {
  const name = document.createElement('footer')
  name.className = 'gw-card__name'
  name.textContent = '—'
  return name
}

/** In percent of the screen's height. Measure near the size that is drawn, because a font with optical sizes is wider at small sizes. */
const TYPICAL_SIZE = 5

function canvasMeasure({ fontFamily, fontWeight }: CSSStyleDeclaration, sizePx: number): EmMeasure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return estimateEm
  context.font = `${fontWeight} ${sizePx}px ${fontFamily}`
  return (text) => Math.max(0.5, context.measureText(text).width / sizePx)
}
