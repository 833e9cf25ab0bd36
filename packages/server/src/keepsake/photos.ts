import type { PhotoSize, WallMessage } from '@guestwall/protocol'

/** A photo as it lies in the keepsake. */
export interface PhotoFile {
  /** Relative to the page, with `/`. */
  readonly path: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** The photos of an evening, by the id of their message. */
export type PhotoFiles = ReadonlyMap<string, PhotoFile>

/** Reads the photos of messages. Without one a keepsake has no photos. */
export interface PhotoReader {
  /** The photo of a message; `null` where it has none. `name`: of its file, with the extension of its format. */
  describe(message: WallMessage): { readonly name: string; readonly width: number; readonly height: number } | null
  /** Its bytes, `full` or `small`; `null` where they are gone. */
  read(message: WallMessage, size: PhotoSize): Promise<Uint8Array | null>
}
