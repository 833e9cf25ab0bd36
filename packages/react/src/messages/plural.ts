/** The forms of a text by plural category. `#` stands for the number. */
export type PluralForms = { readonly [Category in Intl.LDMLPluralRule]?: string } & { readonly other: string }

/** Picks the form of a text for a number. */
export type Plural = (count: number, forms: PluralForms) => string

/**
 * The plural rules of a language.
 *
 *     const plural = pluralOf('en')
 *     plural(3, { one: '# new message', other: '# new messages' })
 */
export function pluralOf(locale: string): Plural {
  const rules = new Intl.PluralRules(locale)
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', String(count))
}
