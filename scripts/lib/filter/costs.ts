import { DEFAULT_FILTER_SETTINGS, utf8Length } from '@guestwall/protocol'
import { Filter, RepeatWindow } from '@guestwall/server/filter'

const BATCHES = 25
const RUNS = 20

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

/** The time on a processor of each text, in milliseconds: the least of the batches, which other programs on the machine disturb least. */
export function costliest(bytes: number): { name: string; ms: number }[] {
  const filter = new Filter(DEFAULT_FILTER_SETTINGS)
  const texts = Object.entries(heavyTexts(bytes)).map(([name, text]) => ({ name, text, ms: Infinity, window: new RepeatWindow() }))
  for (let batch = 0; batch < BATCHES; batch += 1) {
    for (const one of texts) {
      const before = process.cpuUsage()
      for (let run = 0; run < RUNS; run += 1) {
        filter.findings(one.text)
        one.window.isRepeat({ guestId: 'a', key: `key-${run}`, text: one.text, now: run })
      }
      const { user, system } = process.cpuUsage(before)
      one.ms = Math.min(one.ms, (user + system) / 1000 / RUNS)
    }
  }
  return texts.map(({ name, ms }) => ({ name, ms })).sort((a, b) => b.ms - a.ms)
}
