/**
 * Keeps the bytes of pictures. A picture has a name within a folder; folders are sessions. Names and folders are ids: letters, digits, `-`, `_` and
 * `.`. Every method rejects when the store does not answer; it may then be called again.
 */
export interface ImageStore {
  /** Stores the bytes of a file, whole or not at all. Resolves when they are durable. A picture of this name is replaced. */
  put(folder: string, name: string, file: string): Promise<void>
  /** `null`: there is no such picture. */
  read(folder: string, name: string): Promise<Buffer<ArrayBuffer> | null>
  /** Deletes pictures; those that are not there are deleted already. */
  delete(folder: string, names: readonly string[]): Promise<void>
  /** Deletes a folder with everything in it. */
  deleteFolder(folder: string): Promise<void>
  /** The folders that have pictures. */
  folders(): Promise<string[]>
  /** The names of the pictures in a folder. */
  names(folder: string): Promise<string[]>
}
