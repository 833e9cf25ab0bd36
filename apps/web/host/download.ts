import { ProblemSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import type { Outcome } from '../shared/http.ts'

export type ExportWhat = 'votes' | 'ballots' | 'audit'
export type ExportFormat = 'csv' | 'json'

/** As this browser's own spreadsheet reads it: times of this time zone, and the semicolon where a comma stands in numbers. */
export function exportQuery(what: ExportWhat, format: ExportFormat, locale?: string): string {
  const query = new URLSearchParams({ what, format })
  if (format === 'csv') {
    const { timeZone } = new Intl.DateTimeFormat(locale).resolvedOptions()
    const hasDecimalComma = new Intl.NumberFormat(locale).format(1.5).includes(',')
    query.set('timeZone', timeZone)
    query.set('separator', hasDecimalComma ? 'semicolon' : 'comma')
  }
  return query.toString()
}

/** Fetches an export with the host's credential in a header, never in an address, and hands it to the browser as a file. */
export async function downloadExport(sessionId: string, token: string, what: ExportWhat, format: ExportFormat): Promise<Outcome<null>> {
  try {
    const response = await fetch(`/api/host/sessions/${encodeURIComponent(sessionId)}/export?${exportQuery(what, format)}`, {
      headers: { Authorization: `Bearer ${token}` },
      cache: 'no-store',
    })
    if (!response.ok) return refused(await response.text())
    save(await response.blob(), nameOf(response) ?? `guestwall-${what}.${format}`)
    return { ok: true, value: null }
  } catch {
    return { ok: false, failure: { code: 'network', retryable: true } }
  }
}

function refused(text: string): Outcome<null> {
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), ProblemSchema), text)
  return { ok: false, failure: problem.success ? problem.output : { code: 'foreign', retryable: true } }
}

/** The server's own name for the file. */
function nameOf(response: Response): string | null {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null
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
