import { randomKey } from '../shared/random-key.ts'

const KEY = 'guestwall:page'
const ID_LENGTH = 16

/** The id of this tab: a reload keeps it. Where the browser stores nothing each page has one of its own. */
export function pageId(): string {
  try {
    const known = sessionStorage.getItem(KEY)
    if (known !== null) return known
    const made = randomKey().slice(0, ID_LENGTH)
    sessionStorage.setItem(KEY, made)
    return made
  } catch {
    return randomKey().slice(0, ID_LENGTH)
  }
}
