import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { SheetSettings, Table } from '../cells.ts'
import { TABLE_WORDS } from '../terms.ts'
import { PendingRows } from './pending-rows.ts'
import { rowWriter, SHEET_END, sheetHead } from './sheet.ts'
import { sheetPath, workbookParts } from './workbook.ts'

/** The most rows of a sheet that Excel opens, the header included. */
const MAX_ROWS = 1_048_576

/** The time in the archive, and the size of its sheets. */
interface XlsxOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Rows of one sheet; the rows beyond are on further sheets. */
  readonly maxRows?: number
}

/**
 * A table as a workbook (Office Open XML), made while it is read: one page is in memory. The texts stand in their cells, because a list of shared
 * texts would have to be complete before the first row.
 */
export async function* xlsx(table: Table, settings: SheetSettings, { now, maxRows = MAX_ROWS }: XlsxOptions): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  // The type of the package names less than the stream is.
  const output = zip.outputStream as Readable
  const rows = new PendingRows(table)
  const entry = { mtime: new Date(now), forceDosTimestamp: true }
  let sheet: Readable | undefined

  const fill = async (): Promise<void> => {
    const names: string[] = []
    do {
      const name = TABLE_WORDS[table.name][settings.language]
      names.push(names.length === 0 ? name : `${name} ${names.length + 1}`)
      sheet = Readable.from(sheetXml(table, settings, rows, maxRows), { objectMode: false })
      zip.addReadStream(sheet, sheetPath(names.length), entry)
      await finished(sheet)
    } while (await rows.hasMore())
    for (const [path, xml] of workbookParts(names)) zip.addBuffer(Buffer.from(xml), path, entry)
    zip.end()
  }

  zip.on('error', (error: Error) => output.destroy(error))
  fill().catch((error: unknown) => output.destroy(error as Error))
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) yield chunk
  } finally {
    // The reader may leave before the end.
    sheet?.destroy()
    await rows.close()
  }
}

async function* sheetXml({ columns }: Table, settings: SheetSettings, rows: PendingRows, maxRows: number): AsyncGenerator<string> {
  const write = rowWriter(settings)
  yield sheetHead(columns, settings)
  for (let written = 1; written < maxRows; ) {
    const taken = await rows.take(maxRows - written)
    if (taken.length === 0) break
    const first = written + 1
    yield taken.map((cells, index) => write(cells, first + index)).join('')
    written += taken.length
  }
  yield SHEET_END
}
