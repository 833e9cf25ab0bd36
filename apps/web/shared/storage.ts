/**
 * The memory of a page on this device. A browser may refuse (private mode, blocked site data): then the page keeps it in memory, for as
 * long as it is open, so that a link that was just opened still opens what it should.
 */
const unstored = new Map<string, string>()

/** `false`: it is kept by this page alone, and a reload loses it. */
export function remember(key: string, value: string): boolean {
  try {
    localStorage.setItem(stored(key), value)
    unstored.delete(key)
    return true
  } catch {
    unstored.set(key, value)
    return false
  }
}

export function recall(key: string): string | null {
  const kept = unstored.get(key)
  if (kept !== undefined) return kept
  try {
    return localStorage.getItem(stored(key))
  } catch {
    return null
  }
}

export function forget(key: string): void {
  unstored.delete(key)
  try {
    localStorage.removeItem(stored(key))
  } catch {
    // Refused: there is nothing to forget.
  }
}

function stored(key: string): string {
  return `guestwall:${key}`
}
