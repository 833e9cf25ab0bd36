import { describe, expect, it } from 'vitest'
import { textRuns } from './text-runs.ts'

const MIXED = '她说“I do”：couldn’t 更好！！！！！！（真的）'
const TEXT = '敬你们一杯，来日方长。她说：“真的！”大家都笑了'

describe('the runs of a text', () => {
  it.each(['line', 'phrases', 'words', 'anywhere', 'letters'] as const)('lose no character: %s', (breaks) => {
    for (const text of [TEXT, MIXED])
      expect(
        textRuns(text, breaks)
          .map((run) => run.text)
          .join(''),
      ).toBe(text)
  })

  it.each(['line', 'phrases', 'words', 'anywhere'] as const)('mark what Chinese sets closer: %s', (breaks) => {
    const runs = textRuns(TEXT, breaks)
    // A mark before another one is closer already.
    expect(runs.filter(({ kind }) => kind === 'mark').map(({ text }) => text)).toEqual(['，', '。', '：'])
  })

  it('breaks lines between words alone, and Latin as it is', () => {
    expect(textRuns(TEXT, 'words').filter(({ breaksBefore }) => breaksBefore).length).toBeGreaterThan(3)
    expect(textRuns(TEXT, 'line').some(({ breaksBefore }) => breaksBefore)).toBe(false)
    expect(textRuns('Hello, you.', 'anywhere')).toEqual([{ text: 'Hello, you.', kind: 'plain', breaksBefore: false }])
  })

  it.each([
    ['我 couldn’t 来', ['’']],
    ['她说“I do”，他哭了', ['“', '”']],
    ['她说“我愿意”，他哭了', []],
    ['她说‘好’，再说“好，OK”', []],
    ['今晚听 ’90s 的歌，rock ’n’ roll', ['’', '’', '’']],
    ['Couldn’t fly in, “sorry”', []],
  ])('the quotes and apostrophes of Latin words are Latin in a Chinese text, the Chinese ones are not: %s', (text, quotes) => {
    const latin = textRuns(text, 'words').filter(({ kind }) => kind === 'latin')
    expect(latin.map((run) => run.text)).toEqual(quotes)
  })

  it('no paragraph of a letter ends with a single character on its last line: the last three stay together, with their marks', () => {
    const tied = (text: string): string[] => textRuns(text, 'anywhere').flatMap((run) => (run.kind === 'tied' ? [run.text] : []))
    expect(tied('一路看着你们走来。\n要一直这么好好笑下去呀！”')).toEqual(['们走来。', '下去呀！”'])
    expect(tied('May your home be loud with laughter.')).toEqual([])
  })

  it('where words break too, a character stays with its marks, and a long row of marks breaks', () => {
    const tied = (text: string): string[] => textRuns(text, 'letters').flatMap((run) => (run.kind === 'tied' ? [run.text] : []))
    expect(tied('好，“真的（吗）！”')).toEqual(['好，', '“真', '（吗）！”'])
    expect(tied('hello,world')).toEqual(['o,'])
    expect(Math.max(...tied(`好${'！'.repeat(30)}`).map((text) => text.length))).toBeLessThanOrEqual(6)
  })
})
