import { photoOf } from '@guestwall/client/photos'
import type { WallMessage } from '@guestwall/protocol'
import { PhotoPicture } from '@guestwall/react'
import type { Language } from '../../shared/catalogs.ts'
import type { PhotoDesk } from './photo-desk.ts'
import { photoMessages } from './photo-messages.ts'

interface NotePhotoProps {
  readonly desk: PhotoDesk
  readonly message: WallMessage
  readonly language: Language
}

/** The photo of a message on a phone. */
export function NotePhoto({ desk, message, language }: NotePhotoProps) {
  const photo = photoOf(message)
  if (photo === null) return null
  return (
    <PhotoPicture className="note-photo" reader={desk.pictures} photo={photo} label={photoMessages(language).photoBy(message.guestName)} />
  )
}
