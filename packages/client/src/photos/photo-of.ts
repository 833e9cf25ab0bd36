import { isCount, isString, objectOf, type Photo, type WallMessage } from '@guestwall/protocol'

const isSize = (input: unknown): input is number => isCount(input) && input > 0
export const isPhoto = objectOf<Photo>({ id: isString, width: isSize, height: isSize })

/** The photo of a message, checked; `null`: it has none that this version can show. The client itself does not read the field. */
export function photoOf({ photo }: Pick<WallMessage, 'photo'>): Photo | null {
  return isPhoto(photo) ? photo : null
}
