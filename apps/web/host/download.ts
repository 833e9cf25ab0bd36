import type { ExportQuery, SessionHost } from '@guestwall/client/host'

export type ExportWhat = 'votes' | 'ballots' | 'audit'
export type ExportFormat = 'csv' | 'json'

/** As this browser's own spreadsheet reads it: times of this time zone, and the semicolon where a comma stands in numbers. */
export function exportQuery(what: ExportWhat, format: ExportFormat, locale?: string): ExportQuery {
  if (format === 'json') return { what, format }
  const { timeZone } = new Intl.DateTimeFormat(locale).resolvedOptions()
  const hasDecimalComma = new Intl.NumberFormat(locale).format(1.5).includes(',')
  return { what, format, timeZone, separator: hasDecimalComma ? 'semicolon' : 'comma' }
}

/** Requests an export and gives it to the browser as a file. */
export async function downloadExport(host: SessionHost, what: ExportWhat, format: ExportFormat): Promise<void> {
  const file = await host.export(exportQuery(what, format))
  save(await file.blob(), file.name ?? `guestwall-${what}.${format}`)
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser has taken the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
