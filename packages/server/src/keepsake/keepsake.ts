import type { Session } from '@guestwall/protocol'
import type { WritingChoice } from '../export/choose-export.ts'
import { csv } from '../export/csv.ts'
import { contentDisposition, exportFileName } from '../export/file-name.ts'
import { json } from '../export/json.ts'
import { localTimes } from '../export/local-time.ts'
import { TABLE_WORDS } from '../export/terms.ts'
import { xlsx } from '../export/xlsx/xlsx.ts'
import type { StorageReader } from '../storage/storage.ts'
import { type Book, type BookMaker, BookMissing } from './book-maker.ts'
import { type Evening, readEvening } from './evening.ts'
import type { PhotoFile, PhotoFiles, PhotoReader } from './photos.ts'
import { replayPage } from './replay-page.ts'
import { seenVotesTable, shownMessagesTable } from './tables.ts'
import { KEEPSAKE_WORDS } from './words.ts'
import { type ZipEntry, zip } from './zip.ts'

export interface KeepsakeParts {
  readonly reader: StorageReader
  readonly session: Session
  readonly choice: WritingChoice
  /** The path of the built page. */
  readonly template: string
  readonly book: BookMaker
  readonly photos: PhotoReader | null
  /** Milliseconds since 1970. */
  readonly now: number
  /** Called with the path of each file before it is written. */
  readonly onFile?: (path: string) => void
  /** Called where the book cannot be made: everything else is. */
  readonly onMissing?: (error: BookMissing) => void
}

/** A keepsake that is ready to be read. It reads from the store only while it is read itself. */
export interface Keepsake {
  readonly fileName: string
  /** The header that names the file. */
  readonly disposition: string
  readonly contentType: 'application/zip'
  readonly pieces: AsyncGenerator<Uint8Array>
}

/**
 * Everything that guests saw, as one archive: the page that replays the evening, the book, the tables and the photos. Nothing in it was removed or
 * rejected, waits, or is for hosts (MOD-3, LOG-5).
 */
export function keepsake(parts: KeepsakeParts): Keepsake {
  const { session, choice, now } = parts
  const date = localTimes(choice.timeZone)(new Date(now).toISOString()).slice(0, 10)
  const facts = { title: session.title, what: KEEPSAKE_WORDS[choice.language].keepsake, date, extension: 'zip' }
  const fileName = exportFileName(facts)
  return {
    fileName,
    disposition: contentDisposition(fileName, `guestwall-${session.code}-keepsake-${date}.zip`),
    contentType: 'application/zip',
    pieces: piecesOf(parts, fileName.slice(0, -'.zip'.length)),
  }
}

async function* piecesOf(parts: KeepsakeParts, folder: string): AsyncGenerator<Uint8Array> {
  const abort = new AbortController()
  try {
    yield* zip(filesIn(folder, parts, abort.signal), parts.now)
  } finally {
    abort.abort()
  }
}

/** The files in a folder of their own, so that nothing is scattered where the archive is unpacked. */
async function* filesIn(folder: string, parts: KeepsakeParts, signal: AbortSignal): AsyncGenerator<ZipEntry> {
  for await (const file of files(parts, signal)) {
    parts.onFile?.(file.path)
    yield { ...file, path: `${folder}/${file.path}` }
  }
}

async function* files(parts: KeepsakeParts, signal: AbortSignal): AsyncGenerator<ZipEntry> {
  const { reader, session, choice, now, photos } = parts
  const words = KEEPSAKE_WORDS[choice.language]
  const evening = await readEvening(reader, session)
  // The program that sets the book runs beside, while the other files are read.
  const book = settled(parts.book.make({ evening, choice, photos, now }, signal))
  try {
    const photoFiles = photos === null ? new Map<string, PhotoFile>() : await photoFilesOf(evening, photos, words.photos)
    const writtenAt = new Date(now).toISOString()
    yield { path: words.page, pieces: replayPage(evening, { ...choice, template: parts.template, writtenAt, photos: photoFiles }) }
    for (const table of [shownMessagesTable(evening, choice.timeZone), seenVotesTable(evening)]) {
      const name = TABLE_WORDS[table.name][choice.language]
      yield { path: `${name}.xlsx`, pieces: xlsx(table, choice, { now }), isCompressed: true }
      yield { path: `${name}.csv`, pieces: csv(table, choice) }
      yield { path: `${name}.json`, pieces: json(table, session, writtenAt) }
    }
    if (photos !== null) yield* photoEntries(evening, photos, photoFiles)
    // The other files are written: until the book is set, nothing more is.
    parts.onFile?.(words.book)
    const made = await book
    if (signal.aborted) return
    if (made.book !== null) yield { path: words.book, pieces: made.book.pieces, isCompressed: true }
    else parts.onMissing?.(made.missing)
    const missing = made.book === null ? made.missing.reasons[choice.language] : null
    const lines = words.explain({ title: session.title, page: words.page, book: words.book, missing, hasPhotos: photoFiles.size > 0 })
    // Notepad of older Windows reads neither UTF-8 without a mark nor lone line feeds.
    yield { path: words.readMe, pieces: text(`\uFEFF${lines.join('\r\n')}\r\n`) }
  } finally {
    await (await book).book?.dispose()
  }
}

type MadeBook = { readonly book: Book; readonly missing: null } | { readonly book: null; readonly missing: BookMissing }

/** Never rejects before somebody waits for it. An abort is a missing book that nobody reads about. */
async function settled(making: Promise<Book>): Promise<MadeBook> {
  try {
    return { book: await making, missing: null }
  } catch (error) {
    if (error instanceof BookMissing) return { book: null, missing: error }
    const { message } = error as Error
    const reasons = { en: `it could not be made (${message}).`, 'zh-CN': `制作时出错（${message}）。` }
    return { book: null, missing: new BookMissing(reasons, { cause: error }) }
  }
}

async function photoFilesOf(evening: Evening, photos: PhotoReader, folder: string): Promise<PhotoFiles> {
  const files = new Map<string, PhotoFile>()
  for await (const messages of evening.messages()) {
    for (const message of messages) {
      const photo = photos.describe(message)
      if (photo !== null) files.set(message.id, { path: `${folder}/${photo.name}`, width: photo.width, height: photo.height })
    }
  }
  return files
}

async function* photoEntries(evening: Evening, photos: PhotoReader, files: PhotoFiles): AsyncGenerator<ZipEntry> {
  for await (const messages of evening.messages()) {
    for (const message of messages) {
      const file = files.get(message.id)
      const bytes = file === undefined ? null : await photos.read(message, 'full')
      if (file !== undefined && bytes !== null) yield { path: file.path, pieces: text(bytes), isCompressed: true }
    }
  }
}

async function* text<Piece extends string | Uint8Array>(whole: Piece): AsyncGenerator<Piece> {
  yield await Promise.resolve(whole)
}
