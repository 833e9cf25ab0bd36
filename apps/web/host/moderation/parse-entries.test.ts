import { MAX_FILTER_WORDS } from '@guestwall/protocol'
import { describe, expect, it } from 'vitest'
import { withEntries } from './parse-entries.ts'

describe('words that a host pastes', () => {
  it('are separated by lines, tabs, commas and their Chinese forms, and are in the list once', () => {
    expect(withEntries(['foo'], ' bar\nfoo, bar baz\t敏感词，另一个、第三个；\n\n')).toEqual({
      ok: true,
      entries: ['foo', 'bar', 'bar baz', '敏感词', '另一个', '第三个'],
    })
    expect(withEntries(['foo'], ' \n,')).toEqual({ ok: true, entries: ['foo'] })
  })

  it('that the server would refuse are named: too long, showing nothing, too many', () => {
    expect(withEntries([], `ok\n${'x'.repeat(33)}`)).toEqual({ ok: false, problem: 'tooLong', entry: 'x'.repeat(33) })
    expect(withEntries([], 'ok\n\u3164')).toMatchObject({ ok: false, problem: 'emptyEntry' })
    const many = Array.from({ length: MAX_FILTER_WORDS }, (_, at) => `word ${at}`)
    expect(withEntries([], many.join('\n'))).toMatchObject({ ok: true })
    expect(withEntries(many, 'one more')).toEqual({ ok: false, problem: 'tooMany' })
  })
})
