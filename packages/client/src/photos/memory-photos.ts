import type { PhotoStorage, StoredPhoto } from './types.ts'

/** Photos in memory: where the browser has no storage, and in tests. */
export function memoryPhotos(): PhotoStorage {
  const photos = new Map<string, StoredPhoto>()
  return {
    list: () => Promise.resolve([...photos.values()]),
    put: (photo) => Promise.resolve(void photos.set(photo.key, photo)),
    remove: (key) => Promise.resolve(void photos.delete(key)),
  }
}
