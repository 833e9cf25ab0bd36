import { expect, test } from 'vitest'
import { RepeatWindow } from './repeat-window.ts'

const LONG = '祝新郎新娘白头偕老永结同心，早生贵子，一生一世一双人，幸福美满到永远'

/** Posts in order, and the answer for the last one. */
function last(...messages: readonly { guest: string; text: string; at?: number; key?: string }[]): boolean {
  const window = new RepeatWindow()
  const answers = messages.map(({ guest, text, at = 0, key }, index) =>
    window.isRepeat({ guestId: guest, key: key ?? `key-${index}`, text, now: at }),
  )
  return answers.at(-1) ?? false
}

test('one guest sends a long text once', () => {
  expect(last({ guest: 'a', text: LONG })).toBe(false)
  expect(last({ guest: 'a', text: LONG }, { guest: 'a', text: LONG })).toBe(true)
})

test('a text with other spaces, punctuation, case and width is the same', () => {
  expect(
    last({ guest: 'a', text: 'Happy wedding, dear both of you' }, { guest: 'a', text: 'ＨＡＰＰＹ  wedding dear... BOTH of you!!' }),
  ).toBe(true)
})

test('a text with a few letters changed is nearly the same', () => {
  expect(last({ guest: 'a', text: LONG }, { guest: 'a', text: LONG.replace('幸福美满', '幸福圆满') })).toBe(true)
})

test('one guest may say a greeting twice, and all may say it', () => {
  const twice = [
    { guest: 'a', text: '新婚快乐' },
    { guest: 'a', text: '新婚快乐！' },
  ]
  expect(last(...twice)).toBe(false)
  expect(last(...twice, { guest: 'a', text: '新婚快乐~' })).toBe(true)
  expect(last(...Array.from({ length: 50 }, (_, at) => ({ guest: `guest-${at}`, text: '新婚快乐' })))).toBe(false)
})

test('a long text of a fourth guest is a copy', () => {
  const guests = ['a', 'b', 'c'].map((guest) => ({ guest, text: LONG }))
  expect(last(...guests)).toBe(false)
  expect(last(...guests, { guest: 'd', text: LONG })).toBe(true)
})

test('[SEND-1] a retried command is no repeat of itself, and gets the answer of the first', () => {
  expect(last({ guest: 'a', text: LONG, key: 'k' }, { guest: 'a', text: LONG, key: 'k' })).toBe(false)
  expect(last({ guest: 'a', text: LONG }, { guest: 'a', text: LONG, key: 'k' }, { guest: 'a', text: LONG, key: 'k' })).toBe(true)
})

test('after ten minutes a text may come again', () => {
  expect(last({ guest: 'a', text: LONG }, { guest: 'a', text: LONG, at: 600_001 })).toBe(false)
})

test('different texts of one guest are no repeats', () => {
  expect(last({ guest: 'a', text: LONG }, { guest: 'a', text: '第一次见到你们的时候就知道会有今天，真好' })).toBe(false)
})

test('the window keeps the newest 256 messages', () => {
  const others = Array.from({ length: 256 }, (_, at) => ({ guest: 'b', text: `message number ${at} of many different ones ${at * at}` }))
  expect(last({ guest: 'a', text: LONG }, ...others, { guest: 'a', text: LONG })).toBe(false)
})
