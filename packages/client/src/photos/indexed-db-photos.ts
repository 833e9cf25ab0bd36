import type { PhotoStorage, StoredPhoto } from './types.ts'

const STORE = 'photos'

/**
 * Photos in IndexedDB: the only storage of a browser that takes pictures. One database a session, so that the photos of another one are never sent to it.
 * The bytes are stored as an `ArrayBuffer`: Safari loses blobs of pages that are gone.
 */
export function indexedDbPhotos(sessionId: string): PhotoStorage {
  let opened: Promise<IDBDatabase> | null = null
  const open = () => {
    opened ??= openDatabase(`guestwall-photos-${sessionId}`)
    return opened
  }
  const inStore = async <Result>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result> => {
    const transaction = (await open()).transaction(STORE, mode)
    const request = ask(transaction.objectStore(STORE))
    return new Promise((resolve, reject) => {
      // Only a complete transaction is stored.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
      transaction.onerror = () => reject(transaction.error ?? new Error('the transaction failed'))
    })
  }
  return {
    async list() {
      const rows = await inStore('readonly', (store): IDBRequest<Row[]> => store.getAll() as IDBRequest<Row[]>)
      return rows.map(({ bytes, type, ...photo }) => ({ ...photo, blob: new Blob([bytes], { type }) }))
    },
    async put({ blob, ...photo }) {
      const row: Row = { ...photo, bytes: await blob.arrayBuffer(), type: blob.type }
      await inStore('readwrite', (store) => store.put(row))
    },
    async remove(key) {
      await inStore('readwrite', (store) => store.delete(key))
    },
  }
}

interface Row extends Omit<StoredPhoto, 'blob'> {
  readonly bytes: ArrayBuffer
  readonly type: string
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: 'key' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not open'))
    request.onblocked = () => reject(new Error('another tab blocks IndexedDB'))
  })
}
