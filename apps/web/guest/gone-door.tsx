import { indexedDbPhotos } from '@guestwall/client/photos'
import { useEffect } from 'react'
import { forgetSession } from '../shared/forget-session.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { Door } from './door.tsx'
import { goneMessages } from './gone-messages.ts'
import { guestMessages } from './messages.ts'

/** The page of a guest whose wall is deleted. It has no word of the wall, and this phone keeps none. */
export function GoneDoor({ sessionId, choice }: { readonly sessionId: string; readonly choice: LanguageChoice }) {
  const t = goneMessages(choice.language)
  useEffect(() => {
    forgetSession(sessionId)
    void forgetPhotos(sessionId)
  }, [sessionId])
  return (
    <Door choice={choice}>
      <p className="door__ask" role="status">
        {t.gone}
      </p>
      <p className="door__hint">{t.nothingKept}</p>
      <a className="door__link" href="/">
        {guestMessages(choice.language).otherCode}
      </a>
    </Door>
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
