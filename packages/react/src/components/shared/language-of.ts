/**
 * The language of a text where its script tells it, for fonts and screen readers. A script that several languages share is named as such:
 * a text must not pass for one in the page's own language. `undefined` where there are no letters.
 */
export function languageOf(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN'
  if (/\p{Script=Latin}/u.test(text)) return 'und-Latn'
  return /\p{L}/u.test(text) ? 'und' : undefined
}
