import type { Dictionary, Language } from './language.ts'

interface NameParts {
  readonly first: readonly string[]
  readonly second: readonly string[]
  readonly between: string
}

/** Friendly names for whoever has none at hand; each pair is a valid name. */
export const NAME_PARTS: Dictionary<NameParts> = {
  'zh-CN': {
    first: ['爱笑的', '早到的', '微醺的', '会跳舞的', '带花来的', '坐前排的', '远道的', '暖暖的'],
    second: ['喜鹊', '桂花', '月亮', '小鹿', '汤圆', '山雀', '石榴', '云朵', '茉莉', '锦鲤'],
    between: '',
  },
  en: {
    first: ['Merry', 'Early', 'Dancing', 'Front Row', 'Faraway', 'Sunny', 'Gentle', 'Toasting'],
    second: ['Magpie', 'Robin', 'Clover', 'Moon', 'Fern', 'Swallow', 'Plum', 'Cloud', 'Jasmine', 'Heron'],
    between: ' ',
  },
}

/** A suggestion to fill the name field with. */
export function suggestName(language: Language, random: () => number): string {
  const { first, second, between } = NAME_PARTS[language]
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? ''
  return `${pick(first)}${between}${pick(second)}`
}
