import type { LabelledText } from './labelled-text.ts'

type RepeatText = Omit<LabelledText, 'part'>

/** Texts that come again, and such as may: made from the clean seeds. */
export function repeatTexts(zh: readonly string[], en: readonly string[]): RepeatText[] {
  const long = [
    ...zh.filter((text) => Array.from(text).length >= 14).map((text) => ({ text, lang: 'zh' as const })),
    ...en.filter((text) => text.length >= 26).map((text) => ({ text, lang: 'en' as const })),
  ]
  const again = long
    .filter((_, at) => at % 6 === 0)
    .map(({ text, lang }): RepeatText => ({ ...base(lang, 'catch', 'the same again'), text, guest: 'a', before: [{ guest: 'a', text }] }))
  const varied = long
    .filter((_, at) => at % 6 === 1)
    .map(
      ({ text, lang }): RepeatText => ({
        ...base(lang, 'catch', 'nearly the same again'),
        text: `${text}!! ~`,
        guest: 'a',
        before: [{ guest: 'a', text: text.replace(/[，,]/g, ' ') }],
      }),
    )
  const copied = long
    .filter(({ text }, at) => at % 6 === 2 && text.replace(/[^\p{L}\p{N}]/gu, '').length >= 24)
    .map(
      ({ text, lang }): RepeatText => ({
        ...base(lang, 'catch', 'copied by many'),
        text,
        guest: 'd',
        before: ['a', 'b', 'c'].map((guest) => ({ guest, text })),
      }),
    )
  const short = ['新婚快乐', '恭喜恭喜', '666', 'congrats', '加油']
  const thrice = short.map(
    (text): RepeatText => ({
      ...base(text === 'congrats' ? 'en' : 'zh', 'catch', 'a third time'),
      text,
      guest: 'a',
      before: [1, 2].map(() => ({ guest: 'a', text })),
    }),
  )
  const floods = [
    '哈'.repeat(60),
    'a'.repeat(80),
    '！'.repeat(50),
    '顶'.repeat(45),
    '买'.repeat(100),
    '😂'.repeat(50),
    'ha'.repeat(60),
    '快来买'.repeat(25),
    'spam '.repeat(30),
    '刷屏刷屏'.repeat(16),
    '.'.repeat(90),
    'lol '.repeat(40),
  ]
  return [
    ...again,
    ...varied,
    ...copied,
    ...thrice,
    ...floods.map((text): RepeatText => ({ ...base(/\p{Script=Han}/u.test(text) ? 'zh' : 'en', 'catch', 'flood'), text, guest: 'a' })),
    ...harmless(long, short),
  ]
}

/** Greetings that many say, a long text that a second guest sends, and two different texts of one guest. */
function harmless(long: readonly { text: string; lang: 'zh' | 'en' }[], short: readonly string[]): RepeatText[] {
  return [
    ...short.map(
      (text): RepeatText => ({
        ...base('zh', 'clean', 'a greeting of many'),
        text,
        guest: 'z',
        before: ['a', 'b', 'c', 'd', 'e'].map((guest) => ({ guest, text })),
      }),
    ),
    ...long
      .filter((_, at) => at % 12 === 3)
      .map(
        ({ text, lang }): RepeatText => ({
          ...base(lang, 'clean', 'sent by a second guest'),
          text,
          guest: 'b',
          before: [{ guest: 'a', text }],
        }),
      ),
    ...long
      .filter((_, at) => at % 12 === 4)
      .map(
        ({ text, lang }, at): RepeatText => ({
          ...base(lang, 'clean', 'another text of one guest'),
          text,
          guest: 'a',
          before: [{ guest: 'a', text: long[at]?.text ?? '' }],
        }),
      ),
  ]
}

function base(lang: 'zh' | 'en', label: 'clean' | 'catch', how: string): Pick<LabelledText, 'lang' | 'label' | 'rule' | 'how'> {
  return { lang, label, rule: label === 'catch' ? 'repeat' : null, how }
}
