/** A card as input of the layout. It keeps its column while it is shown, so that it moves only up or down. */
export interface LaidCard {
  readonly key: string
  readonly column: number
  readonly span: number
  readonly height: number
}

export interface Placement<Card extends LaidCard> {
  readonly card: Card
  readonly top: number
}

export interface Masonry<Card extends LaidCard> {
  readonly placed: readonly Placement<Card>[]
  /** The end of each column, without the gap after it. */
  readonly ends: readonly number[]
}

/** Stacks the cards in the given order. Each card is placed as high as its columns allow. */
export function stackCards<Card extends LaidCard>(cards: readonly Card[], columns: number, gap: number): Masonry<Card> {
  const free = Array.from({ length: columns }, () => 0)
  const placed = cards.map((card) => {
    const covered = free.slice(card.column, card.column + card.span)
    const top = Math.max(0, ...covered)
    free.fill(top + card.height + gap, card.column, card.column + card.span)
    return { card, top }
  })
  return { placed, ends: free.map((end) => Math.max(0, end - gap)) }
}

/** The column where a card of this span ends highest when put below all others. */
export function shortestColumn(ends: readonly number[], span: number): number {
  let best = 0
  let bestEnd = Number.POSITIVE_INFINITY
  for (let column = 0; column + span <= ends.length; column += 1) {
    const end = Math.max(...ends.slice(column, column + span))
    // Heights are fractions. The tolerance of one pixel fills equal columns from the left.
    if (end < bestEnd - 1) {
      best = column
      bestEnd = end
    }
  }
  return best
}
