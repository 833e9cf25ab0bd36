import type { Photo } from '@guestwall/protocol'
import { languageOf } from '../shared/language-of.ts'
import { fewPhoto, isLowCard } from './few-grid.ts'
import type { FlowMessage } from './flow-message.ts'
import { type Geometry, spanWidth } from './geometry.ts'
import type { CardSize, Ruler } from './masonry.ts'
import { columnPhoto, type PhotoFit, photoBeside, singlePhoto } from './photo-fit.ts'
import {
  type Breaks,
  CARD_TYPE,
  DENSE_TYPE,
  FEW_TYPE,
  type FitStep,
  fitSteps,
  innerWidth,
  SINGLE_TYPE,
  type TextFit,
  type TypeScale,
  wallText,
} from './text-fit.ts'
import { RUN_CLASSES, textRuns } from './text-runs.ts'
import { type EmMeasure, estimateEm, unbrokenWords, widestOf } from './text-width.ts'

const MAX_CACHED = 400
/** The sizes of the texts of a geometry. */
const TYPES: Readonly<Record<Geometry['kind'], TypeScale>> = { few: FEW_TYPE, all: CARD_TYPE, flow: CARD_TYPE, single: SINGLE_TYPE }
/** Cards of these have a height that is given. */
const HAS_HEIGHT: ReadonlySet<Geometry['kind']> = new Set(['few', 'single'])
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

  constructor(host: HTMLElement, geometry: Geometry, unit: number) {
    this.#geometry = geometry
    this.#unit = unit * geometry.scale
    this.#card.className = cardClass(geometry, this.#unit)
    this.#card.style.width = `${geometry.columnWidth}px`
    this.#card.style.setProperty('--gw-card-u', `${this.#unit}px`)
    this.#text.className = 'gw-card__text'
    this.#photo.className = 'gw-card__photo'
    this.#card.append(this.#photo, this.#text, nameElement())
    this.#sheet.className = 'gw-card gw-card--sheet'
    this.#sheet.style.height = `${geometry.height}px`
    this.#page.className = 'gw-card__pages'
    this.#sheetText.className = 'gw-card__text'
    this.#page.append(this.#sheetText)
    this.#sheetPhoto.className = 'gw-card__photo'
    this.#sheet.append(this.#sheetPhoto, this.#page, nameElement())
    host.replaceChildren(this.#card, this.#sheet)
    this.#measureEm = canvasMeasure(getComputedStyle(this.#text), TYPICAL_SIZE * unit)
  }

  /** The size of the message's card. Cached for the latest messages. */
  sizeOf(message: FlowMessage, isDense = false): CardSize {
    return cached(this.#sizes, `${isDense} ${message.key} ${message.content}`, () => {
      const size = this.#measure(wallText(message.content), message.photo, isDense)
      // Do not keep the text of a message, which may be removed, in the hidden element.
      this.#text.textContent = ''
      return size
    })
  }

  sheetFitOf(message: FlowMessage, span: number): TextFit {
    return cached(this.#sheets, `${span} ${message.key} ${message.content}`, () => {
      const fit = this.#measureSheet(wallText(message.content), message.photo, span)
      this.#sheetText.textContent = ''
      return fit
    })
  }

  #measure(text: string, ofMessage: FlowMessage['photo'], isDense: boolean): CardSize {
    this.#card.classList.toggle('gw-card--dense', isDense)
    const photo = ofMessage === undefined ? undefined : this.#photoFit(ofMessage)
    drawPhoto(this.#card, this.#photo, photo)
    this.#text.lang = languageOf(text) ?? ''
    const width = this.#text.clientWidth
    const { kind, cardHeight } = this.#geometry
    const steps = fitSteps({ text, width, unit: this.#unit, type: isDense ? DENSE_TYPE : TYPES[kind], measure: this.#measureEm })
    for (const [at, step] of steps.entries()) {
      const drawn = this.#draw(text, step)
      // The width that the page draws can differ from the canvas: a single line must not break.
      const fontSize = step.breaks === 'line' && drawn.width > width ? step.fontSize * (width / drawn.width) : step.fontSize
      if (fontSize !== step.fontSize) this.#draw(text, { ...step, fontSize })
      const height = this.#card.offsetHeight
      // Nothing breaks that must stay whole, so what no line holds is wider than the card.
      const fits = drawn.width <= width && drawn.lines <= step.mostLines && (!HAS_HEIGHT.has(kind) || height <= cardHeight)
      if (fits || at === steps.length - 1) return { height, fit: { fontSize, breaks: step.breaks, pages: 1, isDense, photo } }
    }
    return { height: Number.POSITIVE_INFINITY, fit: { fontSize: this.#unit, breaks: 'letters', pages: 1, photo } }
  }

  #photoFit(photo: Photo): PhotoFit {
    const { kind, columnWidth, height, cardHeight } = this.#geometry
    const unit = this.#unit
    if (kind === 'few') return fewPhoto(photo, { cardWidth: columnWidth, cardHeight }, unit)
    if (kind === 'single')
      return singlePhoto(photo, { unit, width: columnWidth - SINGLE_BESIDE * unit, height: cardHeight - SINGLE_AROUND * unit })
    return columnPhoto(photo, { unit, width: innerWidth(columnWidth, unit), height })
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

  #measureSheet(text: string, ofMessage: FlowMessage['photo'], span: number): TextFit {
    this.#sheet.style.width = `${spanWidth(this.#geometry, span)}px`
    drawPhoto(this.#sheet, this.#sheetPhoto, undefined)
    const room = { unit: this.#unit, width: this.#page.clientWidth, height: this.#page.clientHeight }
    const photo = ofMessage === undefined ? undefined : photoBeside(ofMessage, room)
    drawPhoto(this.#sheet, this.#sheetPhoto, photo)
    this.#sheetText.lang = languageOf(text) ?? ''
    const em = this.#measureEm(widestOf(unbrokenWords(text)))
    const breaks = em * (SHEET_SIZES[0] as number) * this.#unit > this.#page.clientWidth ? 'letters' : 'anywhere'
    this.#sheetText.classList.toggle('gw-card__text--letters', breaks === 'letters')
    this.#sheetText.replaceChildren(...runNodes(text, breaks))
    let pages = 1
    for (const size of SHEET_SIZES) {
      this.#sheetText.style.fontSize = `${size * this.#unit}px`
      const gap = Number.parseFloat(getComputedStyle(this.#sheetText).columnGap) || 0
      pages = Math.max(1, Math.min(MOST_PAGES, Math.round((this.#page.scrollWidth + gap) / (this.#page.clientWidth + gap))))
      if (pages === 1) return { fontSize: size * this.#unit, breaks, pages, photo }
    }
    return { fontSize: (SHEET_SIZES[SHEET_SIZES.length - 1] as number) * this.#unit, breaks, pages, photo }
  }
}

/** The class of a card that is measured. On the wall the classes of few cards stand on the wall itself. */
function cardClass({ kind, cardHeight }: Geometry, unit: number): string {
  if (kind === 'single') return 'gw-card gw-card--large'
  if (kind !== 'few') return 'gw-card'
  return `gw-card gw-card--few${isLowCard(cardHeight, unit) ? ' gw-card--low' : ''}`
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

function runNodes(text: string, breaks: Breaks): Node[] {
  return textRuns(text, breaks).flatMap((run) => {
    const node = run.kind === 'plain' ? document.createTextNode(run.text) : spanOf(run.text, RUN_CLASSES[run.kind])
    return run.breaksBefore ? [document.createElement('wbr'), node] : [node]
  })
}

function spanOf(text: string, className: string): HTMLElement {
  const span = document.createElement('span')
  span.className = className
  span.textContent = text
  return span
}

/** In percent of the screen's height. Measure near the size that is drawn, because a font with optical sizes is wider at small sizes. */
const TYPICAL_SIZE = 5

function canvasMeasure({ fontFamily, fontWeight }: CSSStyleDeclaration, sizePx: number): EmMeasure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return estimateEm
  context.font = `${fontWeight} ${sizePx}px ${fontFamily}`
  return (text) => Math.max(0.5, context.measureText(text).width / sizePx)
}
