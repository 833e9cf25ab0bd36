import { describe, expect, it } from 'vitest'
import { breakParts } from './break-parts.ts'
import { CARD_TYPE, estimateCardHeight, fitSteps, SMALLEST_SIZE, wallText } from './text-fit.ts'
import { estimateEm, unbrokenWords, widestOf } from './text-width.ts'

/** The inner width of a card in a third of a 16:9 wall beside its panel, in percent of the height. */
const CARD = 38
const steps = (text: string, width = CARD) => fitSteps({ text, width, unit: 1, type: CARD_TYPE, measure: estimateEm })
const first = (text: string) => steps(text)[0] as ReturnType<typeof steps>[number]

describe('the size of a message on the wall', () => {
  it.each(['百年好合！', '祝你们幸福！', '早生贵子', '好！', '囍', 'Congrats!'])('a short wish stands on one line, large: %s', (text) => {
    expect(first(text).breaks).toBe('line')
    expect(first(text).fontSize).toBeGreaterThanOrEqual(6.1)
    expect(first(text).fontSize).toBeLessThanOrEqual(7.8)
    expect(first(text).fontSize * estimateEm(text)).toBeLessThanOrEqual(CARD)
  })

  it('falls with the number of lines, and never below the smallest size (P1)', () => {
    const sizes = steps('祝你们永远像今天一样相互看着对方就忍不住想笑').map(({ fontSize, mostLines }) => [fontSize, mostLines])
    expect(sizes).toEqual([
      [5.4, 3],
      [4.4, 9],
      [4.1, 14],
      [SMALLEST_SIZE, Number.POSITIVE_INFINITY],
      [SMALLEST_SIZE, Number.POSITIVE_INFINITY],
    ])
    expect(first('Donaudampfschifffahrtselektrizitätenhauptbetriebswerk').fontSize).toBe(SMALLEST_SIZE)
  })

  it.each([
    ['百年好合，永结同心！', '百年好合，'],
    ['Congratulations to both of you!', 'Congratulations'],
  ])('a size that does not hold the widest part of a text on a line is refused: %s', (text, widest) => {
    const width = 25
    const all = steps(text, width).filter(({ breaks }) => breaks !== 'letters')
    expect(all.filter(({ fontSize }) => fontSize > SMALLEST_SIZE && fontSize * estimateEm(widest) > width)).toEqual([])
  })

  it('breaks within a word only where no size holds it', () => {
    for (const text of ['祝你们永远像今天一样相互看着对方就忍不住想笑', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk']) {
      expect(steps(text).map(({ breaks }) => breaks === 'letters')).toEqual([false, false, false, false, true])
    }
  })

  it('Chinese breaks after its punctuation where its phrases fit, else between words', () => {
    expect(first('敬你们一杯，来日方长。').breaks).toBe('phrases')
    expect(first('祝你们永远像今天一样相互看着对方就忍不住想笑').breaks).toBe('words')
    expect(first('May your home be loud with laughter.').breaks).toBe('anywhere')
  })

  it('no part of a text begins with a closing mark or ends with an opening one, and none is lost', () => {
    for (const text of [
      '他说：“我愿意（真的）！”大家，都笑了。',
      '看 2026-11-22，"好日子"…… 哈哈～ @小明 #祝福',
      '（“好”）——永远 100%！',
    ]) {
      const parts = breakParts(text)
      expect(parts.join('')).toBe(text)
      expect(parts.slice(1).filter((part) => /^[，。！）”：…"\-～%—]/.test(part) || /[“（"@#]$/.test(part))).toEqual([])
    }
  })

  it('a line ends neither before a particle nor after a single character behind a mark', () => {
    const parts = breakParts('愿你们有说不完的话，吃不腻的饭。')
    expect(parts.filter((part) => part.startsWith('的') || part === '吃')).toEqual([])
  })

  it('a saying of four characters stays whole, no line begins with a single character before a mark, and no last line has fewer than three', () => {
    expect(breakParts('百年好合，早生贵子！')).toEqual(['百年好合，', '早生贵子！'])
    expect(breakParts('早生贵子，带话给新郎的人')[0]).toBe('早生贵子，')
    const parts = breakParts('从大学社团的第一次排练，到今天的红毯，一路看着你们走来，带话给新郎：我们这些老同学都会来检查的，真好')
    expect(parts.filter((part) => /^.[，。]$/u.test(part))).toEqual([])
    expect(parts).toEqual(expect.arrayContaining(['老同学', '带话']))
    for (const text of ['记得晚上回家前把花买好别忘了带上。', '祝你们永远像今天一样\n相互看着对方就忍不住想笑']) {
      const ends = text.split('\n').map((_, at, lines) => breakParts(lines.slice(0, at + 1).join('\n')).at(-1) ?? '')
      for (const end of ends) expect(end.replace(/\P{Script=Han}/gu, '').length, end).toBeGreaterThanOrEqual(3)
      expect(breakParts(text).join('')).toBe(text)
    }
  })

  it('a card with more lines is higher', () => {
    const heights = ['好', '敬你们一杯，来日方长。', '祝'.repeat(60), '祝'.repeat(108)].map((content) =>
      estimateCardHeight({ content }, { width: 43, height: 81, unit: 1 }),
    )
    expect(heights).toEqual([...heights].sort((a, b) => a - b))
  })

  it('an explicit line break is kept, many become spaces', () => {
    expect(first('百年\n好合').breaks).not.toBe('line')
    expect(wallText('一\n\n二')).toBe('一\n二')
    expect(wallText('Félicitations ! ( 真的 ) ')).toBe('Félicitations\u00A0! (\u00A0真的\u00A0) ')
    expect(wallText('x\n'.repeat(60))).not.toContain('\n')
  })
})

describe('widths', () => {
  it('finds the widest run that a browser would not break', () => {
    const widest = (text: string) => widestOf(unbrokenWords(text))
    expect(widest('watching from Lisbon')).toBe('watching')
    expect(widest('illicit Mammoth')).toBe('Mammoth')
    expect(widest('祝 Ana 幸福')).toBe('Ana')
    expect(widest('百年好合')).toBe('')
  })

  it('marks that combine take no room', () => {
    expect(estimateEm('e\u0301\u0301\u0301')).toBe(estimateEm('e'))
  })
})
