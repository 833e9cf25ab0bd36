import { useState } from 'react'
import { forget, recall, remember } from '../shared/storage.ts'

/** The draft of a message, kept over a reload (G3). */
export function useDraft(sessionId: string): readonly [string, (draft: string) => void] {
  const key = `draft:${sessionId}`
  const [draft, setDraft] = useState(() => recall(key) ?? '')
  const keep = (text: string): void => {
    setDraft(text)
    if (text === '') forget(key)
    else remember(key, text)
  }
  return [draft, keep]
}
