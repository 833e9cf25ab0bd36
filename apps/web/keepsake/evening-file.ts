import type { Wall, WallEvent } from '@guestwall/protocol'

/** A photo beside the page. */
export interface PagePhoto {
  readonly path: string
  readonly width: number
  readonly height: number
}

/** The evening as it stands in the page. The server wrote it: it holds only what guests see at the end. */
export interface EveningFile {
  readonly language: string
  /** An IANA name: the hall's clock. */
  readonly timeZone: string
  readonly writtenAt: string
  /** The wall before the first event. */
  readonly start: Wall
  /** By the id of their message. */
  readonly photos: Readonly<Record<string, PagePhoto>>
  readonly events: readonly WallEvent[]
}
