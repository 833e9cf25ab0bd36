import type { ExportQuery, SessionHost } from '@guestwall/client/host'
import type { Language } from '../shared/catalogs.ts'
import { saveFile } from '../shared/save-file.ts'

export type ExportWhat = 'messages' | 'votes' | 'ballots' | 'guests' | 'activity' | 'audit'
export type ExportFormat = 'xlsx' | 'csv' | 'json'

/** A file that the host asks for, with its names in the language of the console. */
interface AskedFile {
  readonly what: ExportWhat
  readonly format: ExportFormat
  readonly language: Language
}

/** As this browser's own spreadsheet reads it: times of this time zone, and the semicolon where a comma stands in numbers. */
export function exportQuery({ what, format, language: chosen }: AskedFile, locale?: string): ExportQuery {
  // The server has names in these two; a console may have more languages.
  const asked = { what, format, language: chosen === 'zh-CN' ? chosen : 'en' }
  const { timeZone } = new Intl.DateTimeFormat(locale).resolvedOptions()
  if (format !== 'csv') return { ...asked, timeZone }
  const hasDecimalComma = new Intl.NumberFormat(locale).format(1.5).includes(',')
  return { ...asked, timeZone, separator: hasDecimalComma ? 'semicolon' : 'comma' }
}

/** Requests an export and gives it to the browser as a file. */
export async function downloadExport(host: SessionHost, asked: AskedFile): Promise<void> {
  const file = await host.export(exportQuery(asked))
  saveFile(await file.blob(), file.name ?? `guestwall-${asked.what}.${asked.format}`)
}

/** Requests the keepsake and gives it to the browser as a file. `onBytes`: how much of it is here, each time that some has come. */
export async function downloadKeepsake(host: SessionHost, language: Language, onBytes: (bytes: number) => void): Promise<void> {
  // It has all formats, also csv with this browser's separator.
  const { timeZone, separator, language: names } = exportQuery({ what: 'messages', format: 'csv', language })
  const file = await host.keepsake({ timeZone, separator, language: names })
  const pieces: BlobPart[] = []
  let bytes = 0
  const reader = file.stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value as Uint8Array<ArrayBuffer>)
    bytes += next.value.length
    onBytes(bytes)
  }
  saveFile(new Blob(pieces, { type: file.contentType }), file.name ?? 'guestwall-keepsake.zip')
}
