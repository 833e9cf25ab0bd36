import { describe, expect, it } from 'vitest'
import { textRuns } from './text-runs.ts'

const TEXT = '敬你们一杯，来日方长。她说：“真的！”大家都笑了'

describe('the runs of a text', () => {
  it.each(['line', 'phrases', 'words', 'anywhere'] as const)('lose no character, and mark what Chinese sets closer: %s', (breaks) => {
    const runs = textRuns(TEXT, breaks)
    expect(runs.map(({ text }) => text).join('')).toBe(TEXT)
    // A mark before another one is closer already.
    expect(runs.filter(({ isMark }) => isMark).map(({ text }) => text)).toEqual(['，', '。', '：'])
  })

  it('breaks lines between words alone, and Latin as it is', () => {
    expect(textRuns(TEXT, 'words').filter(({ breaksBefore }) => breaksBefore).length).toBeGreaterThan(3)
    expect(textRuns(TEXT, 'line').some(({ breaksBefore }) => breaksBefore)).toBe(false)
    expect(textRuns('Hello, you.', 'anywhere')).toEqual([{ text: 'Hello, you.', isMark: false, breaksBefore: false }])
  })
})
