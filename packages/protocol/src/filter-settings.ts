import * as v from 'valibot'
import { prepareLine, type TextRefusal } from './text.ts'

/** Words that a host lists, and exceptions, at most. Each list is compiled once for a change. */
export const MAX_FILTER_WORDS = 1000
export const MAX_FILTER_WORD_GRAPHEMES = 32

const EffectSchema = v.picklist(['off', 'hold', 'refuse'])
/** What a rule does to a message: nothing, hold it for a host's decision, or refuse it. */
export type FilterEffect = v.InferOutput<typeof EffectSchema>

/** A bound before any Unicode work; `prepareFilterSettings` counts graphemes. */
const EntrySchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILTER_WORD_GRAPHEMES * 8))
const EntriesSchema = v.pipe(v.array(EntrySchema), v.maxLength(MAX_FILTER_WORDS))

/** How a host wants messages to be filtered: the effect of each rule, own words, and texts that no rule may find. */
export const FilterSettingsSchema = v.object({
  word: EffectSchema,
  link: EffectSchema,
  phone: EffectSchema,
  repeat: EffectSchema,
  builtInWords: v.boolean(),
  words: EntriesSchema,
  exceptions: EntriesSchema,
})
export type FilterSettings = v.InferOutput<typeof FilterSettingsSchema>

/** A session without settings of its own: what is found waits for the host. */
export const DEFAULT_FILTER_SETTINGS: FilterSettings = {
  word: 'hold',
  link: 'hold',
  phone: 'hold',
  repeat: 'hold',
  builtInWords: true,
  words: [],
  exceptions: [],
}

/** The settings as they are stored: entries cleaned like every text, each once. Refuses an entry that is empty or too long, and names it. */
export function prepareFilterSettings(
  settings: FilterSettings,
): { readonly ok: true; readonly settings: FilterSettings } | { readonly ok: false; readonly code: TextRefusal; readonly entry: string } {
  const prepared = { words: new Set<string>(), exceptions: new Set<string>() }
  for (const list of ['words', 'exceptions'] as const) {
    for (const entry of settings[list]) {
      const line = prepareLine(entry, MAX_FILTER_WORD_GRAPHEMES)
      if (!line.ok) return { ok: false, code: line.code, entry }
      prepared[list].add(line.text)
    }
  }
  return { ok: true, settings: { ...settings, words: [...prepared.words], exceptions: [...prepared.exceptions] } }
}
