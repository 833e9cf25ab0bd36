import { createContext, useContext, useSyncExternalStore } from 'react'

/** Where the counts of reactions come from, such as a `ReactionClient`. `of` answers the same object until something of the message changes. */
export interface ReactionSource {
  readonly of: (messageId: string) => { readonly counts: Readonly<Record<string, number>> }
  /** Calls after each change. Returns the unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void
}

const NO_COUNTS: Readonly<Record<string, number>> = {}
const subscribeToNone = () => () => {}

/** The reactions that the parts of a page show: those within `<ReactionsProvider value={source}>`. `null`: none. */
export const ReactionsContext = createContext<ReactionSource | null>(null)
export const ReactionsProvider = ReactionsContext.Provider

/** How many guests have each reaction to a message, by the nearest `<ReactionsProvider>`. */
export function useReactionCounts(messageId: string): Readonly<Record<string, number>> {
  const source = useContext(ReactionsContext)
  const read = () => source?.of(messageId).counts ?? NO_COUNTS
  return useSyncExternalStore(source?.subscribe ?? subscribeToNone, read, read)
}
