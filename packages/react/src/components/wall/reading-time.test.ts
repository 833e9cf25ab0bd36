import { describe, expect, it } from 'vitest'
import { isLetter, readingTimeMs } from './reading-time.ts'

describe('how long a message stays', () => {
  it('[P4] forty Chinese characters stay six seconds', () => {
    expect(readingTimeMs('祝'.repeat(40))).toBe(6_000)
  })

  it('letters are read faster than Chinese, and no text stays longer than fifteen seconds', () => {
    expect(readingTimeMs('a'.repeat(230))).toBe(12_650)
    expect(readingTimeMs('祝'.repeat(280))).toBe(15_000)
    expect(readingTimeMs('囍')).toBe(3_000)
  })

  it('a photo is looked at for three seconds more', () => {
    expect(readingTimeMs('囍', true)).toBe(6_000)
    expect(readingTimeMs('祝'.repeat(280), true)).toBe(15_000)
  })

  it('marks that combine and joiners take no time', () => {
    expect(readingTimeMs('e\u0301'.repeat(100))).toBe(readingTimeMs('e'.repeat(100)))
  })

  it('a letter is longer than about 110 Chinese characters or 220 letters', () => {
    expect([isLetter('祝'.repeat(110)), isLetter('祝'.repeat(111))]).toEqual([false, true])
    expect([isLetter('a'.repeat(220)), isLetter('a'.repeat(221))]).toEqual([false, true])
    expect(isLetter(`${'祝'.repeat(80)}${'a'.repeat(100)}`)).toBe(true)
  })
})
