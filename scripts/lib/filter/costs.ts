import { performance } from 'node:perf_hooks'
import { DEFAULT_FILTER_SETTINGS, utf8Length } from '@guestwall/protocol'
import { Filter, RepeatWindow } from '@guestwall/server/filter'

const RUNS = 200

/** Texts of so many bytes, harmless and hostile. */
export function heavyTexts(bytes: number): Record<string, string> {
  const filled = (unit: string) => unit.repeat(Math.floor(bytes / utf8Length(unit)))
  return {
    'English prose': filled('The bride and the groom are happy, and so are we. '),
    'Chinese prose': filled('祝新郎新娘白头偕老，永结同心。'),
    'one letter': filled('a'),
    'letters apart': filled('f u c '),
    'beginnings of words': filled('fucfucshicunmotherfuc'),
    'words of the list': filled('操你妈傻逼fuck '),
    'beginnings of Chinese words': filled('操你操他傻我草卧'),
    pinyin: filled('cao ni cao sha '),
    masks: filled('f*f**f***'),
    digits: filled('1'),
    'digits apart': filled('1 - 3 '),
    'dots and labels': filled('a.a.a-a.'),
    'dots alone': filled('. '),
    'letters with marks': filled('f\u0336\u0336\u0336u\u0336'),
    'wide forms': filled('ｆｕｃ'),
    'letters of three': filled('㏂⑽'),
    emoji: filled('👨‍👩‍👧‍👦'),
    'accounts without an end': filled('qq微信vx:'),
  }
}

/** The median cost of each text, in milliseconds. */
export function costliest(bytes: number): { name: string; ms: number }[] {
  const filter = new Filter(DEFAULT_FILTER_SETTINGS)
  return Object.entries(heavyTexts(bytes))
    .map(([name, text]) => {
      const window = new RepeatWindow()
      const times = Array.from({ length: RUNS }, (_, run) => {
        const startedAt = performance.now()
        filter.findings(text)
        window.isRepeat({ guestId: 'a', key: `key-${run}`, text, now: run })
        return performance.now() - startedAt
      })
      return { name, ms: times.sort((a, b) => a - b)[RUNS / 2] ?? 0 }
    })
    .sort((a, b) => b.ms - a.ms)
}
