import { recall, remember } from '../../shared/storage.ts'

/** One sheet. */
const FIRST = '1-8'
const keyOf = (sessionId: string): string => `tables:${sessionId}`

/** The tables of a wall as the host typed them, in this browser. */
export const keptTables = {
  recall: (sessionId: string): string => recall(keyOf(sessionId)) ?? FIRST,
  keep: (sessionId: string, text: string): void => void remember(keyOf(sessionId), text),
}
