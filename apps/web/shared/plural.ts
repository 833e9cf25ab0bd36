/** The forms of a text by number; `#` stands for the number. A language has some of them, and always `other`. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

const rules = new Map<string, Intl.PluralRules>()

/** The text for this number, by the rules of the language. */
export function plural(language: string, count: number, forms: PluralForms): string {
  const known = rules.get(language) ?? new Intl.PluralRules(language)
  rules.set(language, known)
  return (forms[known.select(count)] ?? forms.other).replace('#', String(count))
}
