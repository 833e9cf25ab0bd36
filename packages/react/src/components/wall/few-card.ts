import type { Photo } from '@guestwall/protocol'
import { BESIDE_GAP, PHOTO_GAP, type PhotoFit, photoAbove, photoBeside } from './photo-fit.ts'
import { isLetter } from './reading-time.ts'
import { estimateLines, FEW_TYPE, fitSteps, LARGE_FEW_TYPE, lineHeight, SMALLEST_SIZE, type TypeScale, wallText } from './text-fit.ts'
import { estimateEm } from './text-width.ts'

/** Below this height a card has less around its text, and its author on one line. In percent of the screen's height, like all lengths here. */
const LOW = 44
/** The height around the text of a card, and the width beside it. */
const AROUND = 18
const AROUND_LOW = 11
const BESIDE = 9.1
/** The height above and below a photo that stands beside the text. */
const BESIDE_PHOTO = 6
/** The same around the text of a sheet, with its line height. */
const AROUND_SHEET = 10.9
const BESIDE_SHEET = 10.8
const SHEET_LINE = 1.5
/** A card that is wider, and not low, has larger letters, too. */
const LARGE_FROM = 80
/** Lines shorter than so many characters are hard to read. */
const SHORT_LINE_EM = 6.5
/** Sizes of the text on a sheet that has the screen for itself, or with few others: the first in which it is one page. */
export const LARGE_SHEET_SIZES = [8.6, 7.4, 6.4, 5.8, 5.4, 5, 4.6, 4.2, 4] as const

/** The size of a card, in pixels. */
export interface CardBox {
  readonly width: number
  readonly height: number
}

/** A message as its card needs it. */
export interface FewMessage {
  readonly content: string
  readonly photo?: Photo | undefined
}

/** Whether a card of this height has its author on one line. */
export function isLowCard(cardHeight: number, cardUnit: number): boolean {
  return cardHeight < LOW * cardUnit
}

export function fewType({ width, height }: CardBox, cardUnit: number): TypeScale {
  return width > LARGE_FROM * cardUnit && !isLowCard(height, cardUnit) ? LARGE_FEW_TYPE : FEW_TYPE
}

/** The photo in a card of this size. */
export function fewPhoto(photo: Photo, { width, height }: CardBox, unit: number): PhotoFit {
  const isLow = isLowCard(height, unit)
  const room = { unit, width: width - BESIDE * unit, height: height - (isLow ? BESIDE_PHOTO : AROUND) * unit }
  return isLow ? photoBeside(photo, room) : photoAbove(photo, room)
}

/** The size of a message's text in a card of its own, by an estimate, less for short lines; `null` where it does not fit. */
export function fewSize(message: FewMessage, card: CardBox, unit: number): number | null {
  return isLetter(message.content) ? sheetSize(message, card, unit) : cardSize(message, card, unit)
}

function cardSize({ content, photo }: FewMessage, card: CardBox, unit: number): number | null {
  const text = wallText(content)
  const fit = photo === undefined ? null : fewPhoto(photo, card, unit)
  const besideText = fit?.isBeside === true ? fit.width + BESIDE_GAP * unit : 0
  const aboveText = fit?.isBeside === false ? fit.height + PHOTO_GAP * unit : 0
  const width = card.width - BESIDE * unit - besideText
  const height = card.height - (isLowCard(card.height, unit) ? AROUND_LOW : AROUND) * unit - aboveText
  for (const { fontSize, breaks, mostLines } of fitSteps({ text, width, unit, type: fewType(card, unit), measure: estimateEm })) {
    if (breaks === 'line') {
      const size = Math.min(fontSize, height / lineHeight(text))
      return size < SMALLEST_SIZE * unit ? null : size
    }
    const lines = estimateLines(text, width / fontSize)
    if (lines > mostLines || lines * fontSize * lineHeight(text) > height) continue
    const shortness = lines === 1 ? 1 : Math.min(1, width / fontSize / SHORT_LINE_EM)
    return fontSize * shortness
  }
  return null
}

function sheetSize({ content, photo }: FewMessage, card: CardBox, unit: number): number | null {
  const text = wallText(content)
  const room = { unit, width: card.width - BESIDE_SHEET * unit, height: card.height - AROUND_SHEET * unit }
  const width = room.width - (photo === undefined ? 0 : photoBeside(photo, room).width + BESIDE_GAP * unit)
  const size = LARGE_SHEET_SIZES.find((each) => estimateLines(text, width / (each * unit)) * each * unit * SHEET_LINE <= room.height)
  return size === undefined ? null : size * unit
}
