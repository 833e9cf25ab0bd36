import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inRoot } from '../paths.mjs'
import { CHINESE_EVASIONS, ENGLISH_EVASIONS, type Evasion, TEXT_EVASIONS } from './evasions.ts'
import { repeatTexts } from './repeat-texts.ts'
import type { LabelledText } from './labelled-text.ts'

const SEEDS = 'tests/filter/seeds'
/** Rewritings of one seed besides the seed itself. */
const WORD_EVASIONS = 4
const TEXT_EVASION_COUNT = 1

/** All labelled texts, made from the seeds in the same way every time. A text that two seeds give counts for the first. */
export function makeSet(): LabelledText[] {
  const keyOf = ({ text, before }: LabelledText) => JSON.stringify([text, before])
  return [
    ...new Map(
      allTexts()
        .reverse()
        .map((text) => [keyOf(text), text]),
    ).values(),
  ].reverse()
}

function allTexts(): LabelledText[] {
  return [
    ...clean('clean-zh.txt', 'zh'),
    ...clean('clean-en.txt', 'en'),
    ...clean('clean-zh-evening.txt', 'zh'),
    ...clean('clean-en-evening.txt', 'en'),
    ...traps('traps-zh.txt', 'zh'),
    ...traps('traps-en.txt', 'en'),
    ...words('catch-en-words.txt', 'en', ENGLISH_EVASIONS),
    ...words('catch-zh-words.txt', 'zh', CHINESE_EVASIONS),
    ...texts('catch-en-hand.txt', 'word', 0),
    ...texts('catch-zh-hand.txt', 'word', 0),
    ...texts('catch-links.txt', 'link', TEXT_EVASION_COUNT),
    ...texts('catch-contacts.txt', 'link', TEXT_EVASION_COUNT),
    ...texts('catch-phones.txt', 'phone', TEXT_EVASION_COUNT),
    ...texts('catch-spam.txt', 'word', TEXT_EVASION_COUNT),
    ...repeatTexts(seeds('clean-zh.txt'), seeds('clean-en.txt')).map((text) => ({ ...text, part: partOf(text.text) })),
  ]
}

/** One text a line, as the file in the repository holds it. */
export function setAsLines(): string {
  return `${makeSet()
    .map((text) => JSON.stringify(text))
    .join('\n')}\n`
}

function seeds(file: string): string[] {
  return readFileSync(inRoot(SEEDS, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\u200b', '\u200B'))
}

/** A third of the seeds is held out, with all texts made from them. */
function partOf(seed: string): LabelledText['part'] {
  return hashOf(seed) % 3 === 0 ? 'held' : 'tune'
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}

/** Numbers between 0 and 1 that depend on the seed alone. */
function drawsOf(seed: string): () => number {
  let state = hashOf(seed)
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function languageOf(text: string): 'zh' | 'en' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

function clean(file: string, lang: 'zh' | 'en'): LabelledText[] {
  return seeds(file).map((text) => ({ part: partOf(text), lang, label: 'clean', rule: null, how: 'as written', text }))
}

const SENTENCES = {
  zh: ['我们在{}等你们', '{}，新婚快乐', '想起了{}', '{}真有意思', '老师，{}是什么', '说到{}，祝你们幸福', '新郎新娘和{}'],
  en: [
    'greetings from {}',
    '{} says congratulations',
    'we talked about {} all night',
    'question about {}',
    'remember {}?',
    'my favourite is {}',
  ],
}

/** A trap stands in one sentence: the hash of the trap chooses it. */
function traps(file: string, lang: 'zh' | 'en'): LabelledText[] {
  return seeds(file).map((trap) => {
    const sentence = SENTENCES[lang][hashOf(trap) % SENTENCES[lang].length] ?? '{}'
    return { part: partOf(trap), lang, label: 'clean', rule: null, how: 'trap in a sentence', text: sentence.replace('{}', trap) }
  })
}

function chosen(evasions: Readonly<Record<string, Evasion>>, count: number, draw: () => number): [string, Evasion][] {
  const left = Object.entries(evasions)
  const first = Math.floor(draw() * left.length)
  // Neighbours in the table are of one kind: the steps between the chosen ones are even.
  return Array.from({ length: count }, (_, at) => left[(first + at * Math.floor(left.length / count)) % left.length] as [string, Evasion])
}

function words(file: string, lang: 'zh' | 'en', evasions: Readonly<Record<string, Evasion>>): LabelledText[] {
  return seeds(file).flatMap((seed) => {
    const draw = drawsOf(seed)
    const written = (change: (word: string) => string) => seed.replace(/\[\[(.*?)\]\]/, (_, word: string) => change(word))
    const variants = chosen(evasions, WORD_EVASIONS, draw).map(([how, evade]) => ({ how, text: written((word) => evade(word, draw)) }))
    return different([{ how: 'as written', text: written((word) => word) }, ...variants]).map(
      ({ how, text }): LabelledText => ({ part: partOf(seed), lang, label: 'catch', rule: 'word', how, text }),
    )
  })
}

function texts(file: string, rule: 'word' | 'link' | 'phone', count: number): LabelledText[] {
  return seeds(file).flatMap((seed) => {
    const draw = drawsOf(seed)
    const variants = chosen(TEXT_EVASIONS, count, draw).map(([how, evade]) => ({ how, text: evade(seed, draw) }))
    return different([{ how: 'by hand', text: seed }, ...variants]).map(
      ({ how, text }): LabelledText => ({ part: partOf(seed), lang: languageOf(seed), label: 'catch', rule, how, text }),
    )
  })
}

function different<T extends { text: string }>(variants: readonly T[]): T[] {
  return variants.filter(({ text }, at) => variants.findIndex((other) => other.text === text) === at)
}
