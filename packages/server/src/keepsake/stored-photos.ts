import type { ImageStore } from '../images/image-store.ts'
import { photoName } from '../images/photo-names.ts'
import type { PhotoReader } from './photos.ts'

/** The photos of a session in the image store. */
export function storedPhotos(store: ImageStore, sessionId: string): PhotoReader {
  return {
    describe: ({ photo }) => (photo === undefined ? null : { name: photoName(photo.id, 'full'), width: photo.width, height: photo.height }),
    read: ({ photo }, size) => (photo === undefined ? Promise.resolve(null) : store.read(sessionId, photoName(photo.id, size))),
  }
}
