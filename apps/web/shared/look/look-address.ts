import { GET_LOOK, type LookPicture, pathOf, type PhotoSize } from '@guestwall/protocol'

/** The address of a picture of a session's look, for `<img>`: it needs no credential. */
export function lookAddress(sessionId: string, { id }: LookPicture, size: PhotoSize): string {
  return `${pathOf(GET_LOOK, sessionId)}?picture=${encodeURIComponent(id)}&size=${size}`
}
