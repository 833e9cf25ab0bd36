import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file of an archive. `pieces` are read when the files before it are written. */
export interface ZipEntry {
  readonly path: string
  readonly pieces: AsyncIterable<string | Uint8Array>
  /** Its format compresses already. */
  readonly isCompressed?: boolean
}

/** An archive, made while it is read: of a file one piece is in memory. `now`: milliseconds since 1970. */
export async function* zip(entries: AsyncGenerator<ZipEntry>, now: number): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile()
  // The type of the package names less than the stream is.
  const output = archive.outputStream as Readable
  let file: Readable | undefined

  const fill = async (): Promise<void> => {
    for await (const { path, pieces, isCompressed = false } of entries) {
      file = Readable.from(pieces, { objectMode: false })
      archive.addReadStream(file, path, { mtime: new Date(now), forceDosTimestamp: true, compress: !isCompressed })
      await finished(file)
    }
    archive.end()
  }

  archive.on('error', (error: Error) => output.destroy(error))
  fill().catch((error: unknown) => output.destroy(error as Error))
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) yield chunk
  } finally {
    // The reader may leave before the end. A file that is being made ends by its own means, and is not waited for.
    file?.destroy()
    entries.return(undefined).catch(() => {})
  }
}
