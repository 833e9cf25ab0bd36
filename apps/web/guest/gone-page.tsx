import { indexedDbPhotos } from '@guestwall/client/photos'
import { useEffect } from 'react'
import { forgetSession } from '../shared/forget-session.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { EntryPage } from './entry-page.tsx'
import { goneMessages } from './gone-messages.ts'
import { guestMessages } from './messages.ts'

/** The page of a guest whose wall is deleted. It has no word of the wall, and this phone keeps none. */
export function GonePage({ sessionId, choice }: { readonly sessionId: string; readonly choice: LanguageChoice }) {
  const t = goneMessages(choice.language)
  useEffect(() => {
    forgetSession(sessionId)
    void forgetPhotos(sessionId)
  }, [sessionId])
  return (
    <EntryPage choice={choice}>
      <p className="entry__ask" role="status">
        {t.gone}
      </p>
      <p className="entry__hint">{t.nothingKept}</p>
      <a className="entry__link" href="/">
        {guestMessages(choice.language).otherCode}
      </a>
    </EntryPage>
  )
}

/** Photos that waited to be sent. */
async function forgetPhotos(sessionId: string): Promise<void> {
  try {
    const photos = indexedDbPhotos(sessionId)
    for (const { key } of await photos.list()) await photos.remove(key)
  } catch {
    // Where the browser stores nothing, there is nothing to drop.
  }
}
