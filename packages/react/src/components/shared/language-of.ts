/**
 * The `lang` value for a text, derived from its script, for font selection and screen readers. A script that several languages share gets an
 * undetermined language (`und-Latn`), so that the text does not inherit the language of the page. `undefined` when the text has no letters.
 */
export function languageOf(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  if (/\p{Script=Hangul}/u.test(text)) return 'ko'
  if (/\p{Script=Han}/u.test(text)) return 'zh-CN'
  if (/\p{Script=Latin}/u.test(text)) return 'und-Latn'
  return /\p{L}/u.test(text) ? 'und' : undefined
}
