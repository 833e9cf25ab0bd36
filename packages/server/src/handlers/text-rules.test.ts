import { DEFAULT_FILTER_SETTINGS, type FilterSettings } from '@guestwall/protocol'
import { VirtualClock } from '@guestwall/protocol/testing'
import { expect, test } from 'vitest'
import { TextRules } from './text-rules.ts'

const LONG = '祝新郎新娘白头偕老永结同心早生贵子一生一世'

function rules(settings: Partial<FilterSettings> = {}) {
  const checker = new TextRules({ ...DEFAULT_FILTER_SETTINGS, ...settings }, new VirtualClock())
  const live = { settings: { filter: null } }
  let posts = 0
  return (content: string, { guestName = '小雨', guestId = 'guest-1', key = `key-${posts}` } = {}) => {
    posts += 1
    return checker.check(live, { guestId, key, content, guestName })
  }
}

test('a harmless message has no reason to wait', () => {
  expect(rules()('新婚快乐，百年好合')).toEqual({ held: [], refusal: null })
})

test('a held message has its reasons, each once, with the part of the text', () => {
  expect(rules()('fuck this, fuck! 13800138000')).toEqual({
    held: [
      { rule: 'word', text: 'fuck' },
      { rule: 'phone', text: '13800138000' },
    ],
    refusal: null,
  })
})

test('a refused message has a refusal that does not say what was found', () => {
  const check = rules({ word: 'refuse' })('fuck this')
  expect(check).toMatchObject({ held: [], refusal: { code: 'content_refused', retryable: false } })
  expect(check.refusal?.message).not.toContain('fuck')
})

test('the name counts: it is on the screen as well', () => {
  expect(rules()('hello', { guestName: '加微信abc123' }).held.map(({ rule }) => rule)).toEqual(['contact'])
})

test('[MOD-8] a name passes where the rules find nothing in it, by the settings of now', () => {
  const checker = new TextRules(DEFAULT_FILTER_SETTINGS, new VirtualClock())
  const live = { settings: { filter: null as FilterSettings | null } }
  const passing = (...names: string[]) => names.filter((name) => checker.passesName(live, name))
  expect(passing('小雨', 'Uncle Dick', 'fuck', '加微信abc123', '13800138000')).toEqual(['小雨', 'Uncle Dick'])
  live.settings.filter = { ...DEFAULT_FILTER_SETTINGS, words: ['小雨'] }
  expect(passing('小雨', '小红')).toEqual(['小红'])
})

test('a repeated message is held, and a retried command is not', () => {
  const check = rules()
  expect(check(LONG, { key: 'first' }).held).toEqual([])
  expect(check(LONG, { key: 'first' }).held).toEqual([])
  expect(check(LONG, { key: 'second' }).held).toEqual([{ rule: 'repeat' }])
})

test('sessions do not share the texts of their guests', () => {
  const checker = new TextRules(DEFAULT_FILTER_SETTINGS, new VirtualClock())
  const post = (key: string) => ({ guestId: 'guest-1', key, content: LONG, guestName: '小雨' })
  expect(checker.check({ settings: { filter: null } }, post('first')).held).toEqual([])
  expect(checker.check({ settings: { filter: null } }, post('second')).held).toEqual([])
})

test('[MOD-9] the settings of the session replace those of the server, from the next text on', () => {
  const checker = new TextRules(DEFAULT_FILTER_SETTINGS, new VirtualClock())
  const live = { settings: { filter: null as FilterSettings | null } }
  const heldIn = (content: string) =>
    checker.check(live, { guestId: 'g', key: content, content, guestName: '小雨' }).held.map(({ rule }) => rule)
  expect(heldIn('a text about something else')).toEqual([])
  live.settings.filter = { ...DEFAULT_FILTER_SETTINGS, words: ['forbidden fruit'] }
  expect(heldIn('a forbidden fruit')).toEqual(['word'])
})

test('[MOD-8] a text that is tried gets the answer of the rules, and is no message that a later one repeats', () => {
  const checker = new TextRules({ ...DEFAULT_FILTER_SETTINGS, link: 'refuse' }, new VirtualClock())
  const live = { settings: { filter: null } }
  expect(checker.judge(live, LONG)).toEqual({ effect: 'pass', held: [] })
  expect(checker.check(live, { guestId: 'g', key: 'first', content: LONG, guestName: '小雨' }).held).toEqual([])
  expect(checker.judge(live, 'fuck')).toEqual({ effect: 'hold', held: [{ rule: 'word', text: 'fuck' }] })
  expect(checker.judge(live, '加微信abc123')).toMatchObject({ effect: 'refuse' })
})
