import { describe, expect, it } from 'vitest'
import { fitText, SMALLEST_SIZE, wallText } from './text-fit.ts'
import { estimateEm, longestWord } from './text-width.ts'

/** The inner width of a card in a third of a 16:9 wall beside its panel, in percent of the height. */
const CARD = 39
const fit = (text: string, width = CARD, isAlone = false) => fitText({ text, width, unit: 1, isAlone, measure: estimateEm })

describe('the size of a message on the wall', () => {
  it.each(['百年好合！', '祝你们幸福！', '早生贵子', '好！', '囍', '新婚快乐'])(
    'a wish of up to six characters stands on one line, large: %s',
    (text) => {
      expect(fit(text).breaks).toBe('line')
      expect(fit(text).fontSize).toBeGreaterThanOrEqual(5.8)
      expect(fit(text).fontSize).toBeLessThanOrEqual(8)
      expect(fit(text).fontSize * estimateEm(text)).toBeLessThanOrEqual(CARD)
    },
  )

  it('a single Latin word is fitted to the line instead of broken', () => {
    const { fontSize, breaks } = fit('Congratulations!')
    expect(breaks).toBe('line')
    expect(fontSize * estimateEm('Congratulations!')).toBeLessThanOrEqual(CARD)
  })

  it('falls with length, and never below the smallest size (P1)', () => {
    const sizes = [6, 14, 40, 100, 280].map((length) => fit('好'.repeat(length)).fontSize)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(SMALLEST_SIZE)
    expect(fit('Donaudampfschifffahrtselektrizitätenhauptbetriebswerk').fontSize).toBe(SMALLEST_SIZE)
  })

  it('Chinese whose phrases fit a line breaks after its punctuation', () => {
    expect(fit('哭了，妆花了，值了。').breaks).toBe('phrases')
    expect(fit('二十年前我就说你俩坐同桌会出事，果然出了好事。').breaks).toBe('anywhere')
    expect(fit('May your home be loud with laughter.').breaks).toBe('anywhere')
  })

  it('a message without any other is larger', () => {
    expect(fit('百年好合！', 100, true).fontSize).toBeGreaterThan(12)
  })

  it('an explicit line break is kept, many become spaces', () => {
    expect(fit('百年\n好合').breaks).not.toBe('line')
    expect(wallText('一\n\n二')).toBe('一\n二')
    expect(wallText('x\n'.repeat(60))).not.toContain('\n')
  })
})

describe('widths', () => {
  it('finds the longest run that a browser would not break', () => {
    expect(longestWord('watching from Lisbon')).toBe('watching')
    expect(longestWord('祝 Ana 幸福')).toBe('Ana')
    expect(longestWord('百年好合')).toBe('')
  })

  it('marks that combine take no room', () => {
    expect(estimateEm('e\u0301\u0301\u0301')).toBe(estimateEm('e'))
  })
})
