import { countGraphemes, prepareName } from '@guestwall/protocol'

export const SHORTEST_NAME = 2
export const LONGEST_NAME = 20

export type NameCheck =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly problem: 'name_short' | 'name_long' | 'name_invalid' }

/** A guest's name as this page takes it (G1): narrower than the wire, so that a name reads well on the wall. */
export function checkName(text: string): NameCheck {
  const graphemes = countGraphemes(text.trim())
  if (graphemes < SHORTEST_NAME) return { ok: false, problem: 'name_short' }
  if (graphemes > LONGEST_NAME) return { ok: false, problem: 'name_long' }
  const prepared = prepareName(text)
  return prepared.ok ? { ok: true, name: prepared.text } : { ok: false, problem: 'name_invalid' }
}
