import { languageOf } from '../shared/language-of.ts'
import type { FlowMessage } from './flow-message.ts'
import { type Geometry, spanWidth } from './geometry.ts'
import type { CardSize, Ruler } from './masonry.ts'
import { type Breaks, CARD_TYPE, FEW_TYPE, type FitStep, fitSteps, type TextFit, wallText } from './text-fit.ts'
import { textRuns } from './text-runs.ts'
import { type EmMeasure, estimateEm } from './text-width.ts'

const MAX_CACHED = 400
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
  readonly #text = document.createElement('p')
  readonly #sheet = document.createElement('article')
  readonly #page = document.createElement('div')
  readonly #sheetText = document.createElement('p')
  readonly #measureEm: EmMeasure
  readonly #sizes = new Map<string, CardSize>()
  readonly #sheets = new Map<string, TextFit>()

  constructor(host: HTMLElement, geometry: Geometry, unit: number) {
    this.#geometry = geometry
    this.#unit = unit * geometry.scale
    this.#card.className = geometry.kind === 'few' ? 'gw-card gw-card--few' : 'gw-card'
    this.#card.style.width = `${geometry.columnWidth}px`
    this.#card.style.setProperty('--gw-card-u', `${this.#unit}px`)
    this.#text.className = 'gw-card__text'
    this.#card.append(this.#text, nameElement())
    this.#sheet.className = 'gw-card gw-card--sheet'
    this.#sheet.style.height = `${geometry.height}px`
    this.#page.className = 'gw-card__pages'
    this.#sheetText.className = 'gw-card__text'
    this.#page.append(this.#sheetText)
    this.#sheet.append(this.#page, nameElement())
    host.replaceChildren(this.#card, this.#sheet)
    this.#measureEm = canvasMeasure(getComputedStyle(this.#text), TYPICAL_SIZE * unit)
  }

  /** The size of the message's card. Cached for the latest messages. */
  sizeOf(message: FlowMessage): CardSize {
    return cached(this.#sizes, `${message.key} ${message.content}`, () => {
      const size = this.#measure(wallText(message.content))
      // Do not keep the text of a message, which may be removed, in the hidden element.
      this.#text.textContent = ''
      return size
    })
  }

  sheetFitOf(message: FlowMessage, span: number): TextFit {
    return cached(this.#sheets, `${span} ${message.key} ${message.content}`, () => {
      const fit = this.#measureSheet(wallText(message.content), span)
      this.#sheetText.textContent = ''
      return fit
    })
  }

  #measure(text: string): CardSize {
    this.#text.lang = languageOf(text) ?? ''
    const width = this.#text.clientWidth
    const type = this.#geometry.kind === 'few' ? FEW_TYPE : CARD_TYPE
    const request = { text, unit: this.#unit, type, measure: this.#measureEm }
    for (const step of fitSteps({ ...request, width })) {
      const drawn = this.#draw(text, step)
      // The width that the page draws can differ from the canvas: a single line must not break.
      const size = step.breaks === 'line' && drawn.width > width ? step.fontSize * (width / drawn.width) : step.fontSize
      if (size !== step.fontSize) this.#draw(text, { ...step, fontSize: size })
      if (drawn.lines > step.mostLines && step.breaks !== 'line') continue
      return { height: this.#card.offsetHeight, fit: { fontSize: size, breaks: step.breaks, pages: 1 } }
    }
    return { height: Number.POSITIVE_INFINITY, fit: { fontSize: this.#unit, breaks: 'anywhere', pages: 1 } }
  }

  #draw(text: string, { fontSize, breaks }: FitStep): { readonly width: number; readonly lines: number } {
    this.#text.style.fontSize = `${fontSize}px`
    this.#text.classList.toggle('gw-card__text--line', breaks === 'line')
    this.#text.classList.toggle('gw-card__text--kept', breaks === 'phrases' || breaks === 'words')
    this.#text.replaceChildren(...runNodes(text, breaks))
    const lineHeight = Number.parseFloat(getComputedStyle(this.#text).lineHeight)
    return { width: this.#text.scrollWidth, lines: Math.round(this.#text.offsetHeight / lineHeight) }
  }

  #measureSheet(text: string, span: number): TextFit {
    this.#sheet.style.width = `${spanWidth(this.#geometry, span)}px`
    this.#sheetText.lang = languageOf(text) ?? ''
    this.#sheetText.replaceChildren(...runNodes(text, 'anywhere'))
    let pages = 1
    for (const size of SHEET_SIZES) {
      this.#sheetText.style.fontSize = `${size * this.#unit}px`
      const gap = Number.parseFloat(getComputedStyle(this.#sheetText).columnGap) || 0
      pages = Math.max(1, Math.min(MOST_PAGES, Math.round((this.#page.scrollWidth + gap) / (this.#page.clientWidth + gap))))
      if (pages === 1) return { fontSize: size * this.#unit, breaks: 'anywhere', pages }
    }
    return { fontSize: (SHEET_SIZES[SHEET_SIZES.length - 1] as number) * this.#unit, breaks: 'anywhere', pages }
  }
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
    const node = run.isMark ? document.createElement('span') : document.createTextNode(run.text)
    if (node instanceof HTMLElement) {
      node.className = 'gw-card__mark'
      node.textContent = run.text
    }
    return run.breaksBefore ? [document.createElement('wbr'), node] : [node]
  })
}

/** In percent of the screen's height. Measure near the size that is drawn, because a font with optical sizes is wider at small sizes. */
const TYPICAL_SIZE = 5

function canvasMeasure({ fontFamily, fontWeight }: CSSStyleDeclaration, sizePx: number): EmMeasure {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return estimateEm
  context.font = `${fontWeight} ${sizePx}px ${fontFamily}`
  return (text) => Math.max(0.5, context.measureText(text).width / sizePx)
}
