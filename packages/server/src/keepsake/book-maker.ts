import type { WritingChoice } from '../export/choose-export.ts'
import type { Evening } from './evening.ts'
import type { PhotoReader } from './photos.ts'

/** A book that was made. */
export interface Book {
  readonly pieces: AsyncIterable<Uint8Array>
  dispose(): Promise<void>
}

/** The parts of the book that come from outside: the program that sets it, and its fonts. */
export interface BookMaker {
  /** Rejects with `BookMissing` where it cannot be made here, and when `signal` aborts. */
  make(request: BookRequest, signal: AbortSignal): Promise<Book>
}

export interface BookRequest {
  readonly evening: Evening
  readonly choice: WritingChoice
  readonly photos: PhotoReader | null
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The book cannot be made on this machine. */
export class BookMissing extends Error {
  override readonly name = 'BookMissing'
  /** The missing part and the remedy, in both languages. */
  readonly reasons: Readonly<Record<WritingChoice['language'], string>>

  constructor(reasons: Readonly<Record<WritingChoice['language'], string>>, options?: ErrorOptions) {
    super(reasons.en, options)
    this.reasons = reasons
  }
}
