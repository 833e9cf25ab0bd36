import * as v from 'valibot'
import { prepareLine, type TextRefusal } from './text.ts'

/** Words that a host lists, and exceptions, at most. Each list is compiled once for a change. */
export const MAX_FILTER_WORDS = 1000
export const MAX_FILTER_WORD_GRAPHEMES = 32

export const FilterEffectSchema = v.picklist(['off', 'hold', 'refuse'])
/** The effect of a rule on a message: none, hold it for a host's decision, or refuse it. */
export type FilterEffect = v.InferOutput<typeof FilterEffectSchema>

/** A bound before any Unicode work; `prepareFilterSettings` counts graphemes. */
const EntrySchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILTER_WORD_GRAPHEMES * 8))
const EntriesSchema = v.pipe(v.array(EntrySchema), v.maxLength(MAX_FILTER_WORDS))

/**
 * How a host wants messages to be filtered: the effect of each rule, own words, and texts that no rule may find. A message with one of `words` is held,
 * with one of `refusedWords` refused, whatever the rule `word` does with the built-in lists. Without `refusedWords`, as in settings of earlier
 * versions, `words` have the effect of that rule.
 */
export const FilterSettingsSchema = v.object({
  word: FilterEffectSchema,
  link: FilterEffectSchema,
  phone: FilterEffectSchema,
  repeat: FilterEffectSchema,
  builtInWords: v.boolean(),
  words: EntriesSchema,
  refusedWords: v.optional(EntriesSchema),
  exceptions: EntriesSchema,
})
export type FilterSettings = v.InferOutput<typeof FilterSettingsSchema>

/** Every finding makes the message wait for the host. */
export const DEFAULT_FILTER_SETTINGS: FilterSettings = {
  word: 'hold',
  link: 'hold',
  phone: 'hold',
  repeat: 'hold',
  builtInWords: true,
  words: [],
  refusedWords: [],
  exceptions: [],
}

/** Settings in which every rule has the same effect. */
export function filterWith(effect: FilterEffect): FilterSettings {
  return { ...DEFAULT_FILTER_SETTINGS, word: effect, link: effect, phone: effect, repeat: effect }
}

/** The settings as they are stored: entries cleaned like every text, each once. Refuses an entry that is empty or too long, and names it. */
export function prepareFilterSettings(
  settings: FilterSettings,
): { readonly ok: true; readonly settings: FilterSettings } | { readonly ok: false; readonly code: TextRefusal; readonly entry: string } {
  const prepared = { words: new Set<string>(), refusedWords: new Set<string>(), exceptions: new Set<string>() }
  for (const list of ['words', 'refusedWords', 'exceptions'] as const) {
    for (const entry of settings[list] ?? []) {
      const line = prepareLine(entry, MAX_FILTER_WORD_GRAPHEMES)
      if (!line.ok) return { ok: false, code: line.code, entry }
      prepared[list].add(line.text)
    }
  }
  const { words, refusedWords, exceptions } = prepared
  const refused = settings.refusedWords === undefined ? {} : { refusedWords: [...refusedWords] }
  return { ok: true, settings: { ...settings, words: [...words], ...refused, exceptions: [...exceptions] } }
}

/** Settings of an earlier version with both lists of words, as a host edits them. */
export function withBothLists(settings: FilterSettings): FilterSettings {
  if (settings.refusedWords !== undefined) return settings
  return settings.word === 'refuse' ? { ...settings, words: [], refusedWords: settings.words } : { ...settings, refusedWords: [] }
}
