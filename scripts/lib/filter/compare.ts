import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity'
import { ENGLISH_EVASIONS, TEXT_EVASIONS } from './evasions.ts'
import { filterFindings, figuresOf, judgeAll } from './figures.ts'
import type { LabelledText } from './labelled-text.ts'

/** Ways in which words alone are rewritten. */
const WAYS = new Set(['as written', ...Object.keys(ENGLISH_EVASIONS).filter((how) => !(how in TEXT_EVASIONS))])

/** The figures of the filter and of the library obscenity, with its English list and its recommended transformers, on English words. */
export function compare(texts: readonly LabelledText[]) {
  const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers })
  // Only the words that were rewritten: accounts, numbers and advertising are in no list of obscene words.
  const isWordText = ({ lang, rule, how, before }: LabelledText) =>
    lang === 'en' && before === undefined && (rule === null || (rule === 'word' && WAYS.has(how)))
  const english = texts.filter(isWordText)
  const obscenity = ({ text }: LabelledText) =>
    matcher.hasMatch(text) ? [{ rule: 'word' as const, effect: 'hold' as const, start: 0, end: text.length, text }] : []
  return { filter: figuresOf(judgeAll(english, filterFindings())), obscenity: figuresOf(judgeAll(english, obscenity)) }
}
