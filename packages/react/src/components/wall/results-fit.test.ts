import { describe, expect, it } from 'vitest'
import { fitResults, type ResultsFit } from './results-fit.ts'
import { estimateEm } from './text-width.ts'

/** The stage beside the panel at 16:9, in percent of the screen's height. */
const fit = (labels: readonly string[], width = 134, height = 66, textScale = 1): ResultsFit =>
  fitResults({ labels, width, height, unit: 1, textScale, measure: estimateEm })
const many = (count: number, label = '里斯本') => Array.from({ length: count }, (_, at) => `${label} ${at}`)

describe('[P5] the options of a vote on the wall', () => {
  it('few options are in one column, large', () => {
    expect(fit(['新郎', '新娘'])).toMatchObject({ columns: 1, rows: 2, mostLines: null })
    expect(fit(['新郎', '新娘']).fontSize).toBeGreaterThan(fit(many(5)).fontSize)
    expect(fit(many(6)).columns).toBe(1)
  })

  it('twenty options are in two columns', () => {
    expect(fit(many(20))).toMatchObject({ columns: 2, rows: 10, mostLines: null })
  })

  it.each([2, 5, 10, 20])('[P1] %i are never smaller than the room can read, however long', (count) => {
    for (const label of ['好', '很长的选项'.repeat(4), '好'.repeat(96)]) {
      expect(fit(many(count, label)).fontSize).toBeGreaterThanOrEqual(2.4 - 1e-9)
    }
  })

  it('a label without enough room is cut to whole lines', () => {
    const { mostLines, columns } = fit(many(20, '好'.repeat(96)))
    expect(mostLines).toBeGreaterThanOrEqual(1)
    expect(columns).toBe(2)
    expect(fit(many(3, '好'.repeat(96))).mostLines).toBeNull()
  })

  it('the operator’s larger text is larger where there is room, and still fits where there is none', () => {
    expect(fit(many(2), 134, 66, 1.5).fontSize).toBeGreaterThan(fit(many(2)).fontSize)
    expect(fit(many(20), 134, 66, 2).fontSize).toBeCloseTo(fit(many(20)).fontSize)
  })

  it('a narrow stage breaks lines before it shrinks out of sight', () => {
    expect(fit(many(4, 'A promise that every guest has to keep'), 60, 80).fontSize).toBeGreaterThanOrEqual(2.4)
  })
})
