const KEY = 'guestwall:frozen'

/** The counts that a frozen page shows, and the messages that were on it. It has no text of a message. */
export interface FrozenPicture<Value> {
  /** Which freeze: of which session, since which event. */
  readonly sessionId: string
  readonly frozenAt: number
  readonly ids: readonly string[]
  readonly value: Value
}

/** The picture of this freeze that this tab kept before it was loaded again. */
export function recallFrozen<Value>(sessionId: string, frozenAt: number): FrozenPicture<Value> | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as FrozenPicture<Value> | null
    return kept?.sessionId === sessionId && kept.frozenAt === frozenAt ? kept : null
  } catch {
    return null
  }
}

export function keepFrozen(picture: FrozenPicture<unknown>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(picture))
  } catch {
    // Where the browser stores nothing, a page that is loaded again shows what it finds.
  }
}

export function forgetFrozen(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Nothing is stored.
  }
}
