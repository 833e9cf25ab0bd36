import * as v from 'valibot'
import { countGraphemes } from './text.ts'

/** Words that a host lists, and exceptions, at most. Each list is compiled once for a change. */
export const MAX_FILTER_WORDS = 1000
export const MAX_FILTER_WORD_GRAPHEMES = 64

const EffectSchema = v.picklist(['off', 'hold', 'refuse'])
/** What a rule does to a message: nothing, hold it for a host's decision, or refuse it. */
export type FilterEffect = v.InferOutput<typeof EffectSchema>

const EntrySchema = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(MAX_FILTER_WORD_GRAPHEMES * 4),
  v.check((text) => countGraphemes(text) <= MAX_FILTER_WORD_GRAPHEMES, 'The entry is too long.'),
)
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
