import { expect, test } from 'vitest'
import { withRegion } from './with-region.ts'

const clock = (locale: string) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(EVENING)
const EVENING = new Date('2026-11-22T19:05:00Z')

test('times are written as the device writes them, where it speaks the language', () => {
  expect(clock(withRegion('en', 'en-US'))).toMatch(/^7:05\sPM$/)
  expect(clock(withRegion('en', 'en-GB'))).toBe('19:05')
  expect(clock(withRegion('zh-CN', 'zh-CN'))).toBe('19:05')
})

test('a device of another language decides nothing', () => {
  expect([withRegion('en', 'de-DE'), withRegion('zh-CN', 'en-GB')]).toEqual(['en', 'zh-CN'])
})
