/** What a page remembers on this device. A browser may refuse (private mode): then it is simply not remembered. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`guestwall:${key}`, value)
  } catch {
    // Refused: nothing here is needed to go on.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`guestwall:${key}`)
  } catch {
    return null
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`guestwall:${key}`)
  } catch {
    // Refused: there is nothing to forget.
  }
}
