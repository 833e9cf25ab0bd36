import type { ReplayItem } from './replay.ts'

/** The width of a column from which the next one begins, in pixels. */
const COLUMN_WIDTH = 320
const MAX_COLUMNS = 4

export function columnCount(width: number): number {
  return Math.min(MAX_COLUMNS, Math.max(1, Math.floor(width / COLUMN_WIDTH)))
}

/** A wish of a few words is set large, one of many small. */
export type TextSize = 'large' | 'middle' | 'small'

export function textSize(text: string): TextSize {
  const length = weigh(text)
  if (length <= 20) return 'large'
  return length <= 90 ? 'middle' : 'small'
}

/** Each item in the column that is the shortest when it comes: it stays in it, whatever comes later. */
export function columnsOf(items: readonly ReplayItem[], count: number): ReplayItem[][] {
  const columns = Array.from({ length: count }, (): ReplayItem[] => [])
  const heights = columns.map(() => 0)
  for (const item of items) {
    const shortest = heights.indexOf(Math.min(...heights))
    columns[shortest]?.push(item)
    heights[shortest] = (heights[shortest] ?? 0) + heightOf(item)
  }
  return columns
}

/** About, in lines of text: an estimate is enough for an even foot. */
function heightOf(item: ReplayItem): number {
  if (item.kind === 'vote') return 4 + item.vote.options.length * 2
  const { content } = item.message
  const lines = Math.ceil(weigh(content) / 30) + content.split('\n').length - 1
  return 4 + lines * (textSize(content) === 'large' ? 2 : 1.4)
}

/** Han and kana count twice: they are twice as wide. */
function weigh(text: string): number {
  return text.length + (text.match(/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]/g)?.length ?? 0)
}
