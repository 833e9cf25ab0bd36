import { describe, expect, it } from 'vitest'
import { fitResults, type ResultsFit } from './results-fit.ts'
import { estimateEm } from './text-width.ts'

/** The stage beside the panel and the number of voters at 16:9, in percent of the screen's height. */
const fit = (labels: readonly string[], width = 96, height = 66, textScale = 1): ResultsFit =>
  fitResults({ labels, width, height, unit: 1, textScale, measure: estimateEm })
const many = (count: number, label = '里斯本') => Array.from({ length: count }, (_, at) => `${label} ${at}`)
const heightOf = ({ rows, rowHeight, rowGap }: ResultsFit): number => rows * rowHeight + (rows - 1) * rowGap

describe('[P5] the options of a vote on the wall', () => {
  it('five rows are 11 high with gaps of 2, and two share out more of the height', () => {
    const five = fit(many(5))
    expect(five).toMatchObject({ columns: 1, rows: 5, rowHeight: 11, hasCounts: true, mostLines: null })
    expect(five.rowGap).toBeCloseTo(2)
    expect(fit(['新郎', '新娘']).fontSize).toBeGreaterThan(five.fontSize)
    expect(heightOf(fit(['新郎', '新娘']))).toBeGreaterThan((66 * 2) / 3)
  })

  it('no bar is longer than 132, however wide the screen', () => {
    expect(fit(many(6), 310).columnWidth).toBe(132)
    expect(fit(many(20), 310).columnWidth).toBeLessThanOrEqual(132)
  })

  it('twenty options are in two columns, at 4:3 too, and none is cut', () => {
    expect(fit(many(20))).toMatchObject({ columns: 2, rows: 10, mostLines: null })
    expect(fit(many(20, 'Option number'), 89, 58)).toMatchObject({ columns: 2, mostLines: null })
  })

  it.each([
    [96, 66],
    [89, 58],
    [94, 90],
    [310, 66],
  ])('fit a stage of %i × %i in any number, with labels of any length, and are never smaller than the room can read', (width, height) => {
    for (const count of [2, 3, 4, 5, 10, 20]) {
      for (const label of ['好', '很长的选项'.repeat(4), '好'.repeat(96)]) {
        for (const textScale of [1, 2]) {
          const found = fit(many(count, label), width, height, textScale)
          expect(found.fontSize).toBeGreaterThanOrEqual(2.35)
          expect(heightOf(found)).toBeLessThanOrEqual(height + 1e-9)
          expect(found.columns * found.columnWidth).toBeLessThanOrEqual(width)
        }
      }
    }
  })

  it('a label without enough room gets that of the number of votes first, and is then cut to whole lines', () => {
    expect(fit(many(20, 'A name of some length'), 89, 58)).toMatchObject({ hasCounts: false, mostLines: null })
    const { mostLines, columns } = fit(many(20, '好'.repeat(96)))
    expect(mostLines).toBeGreaterThanOrEqual(1)
    expect(columns).toBe(2)
    expect(fit(many(3, '好'.repeat(60))).mostLines).toBeNull()
  })

  it('a label stands on one line where that costs less than a third of its size', () => {
    const { fontSize, columnWidth } = fit(['Waltz 华尔兹', 'Salsa'])
    expect(estimateEm('Waltz 华尔兹')).toBeLessThanOrEqual(columnWidth / fontSize - 7.4)
  })

  it('the operator’s larger text is larger where there is room, and still fits where there is none', () => {
    expect(fit(many(5), 96, 66, 1.3).fontSize).toBeGreaterThan(fit(many(5)).fontSize)
    expect(heightOf(fit(many(2), 96, 66, 2))).toBeLessThanOrEqual(66 + 1e-9)
  })
})
