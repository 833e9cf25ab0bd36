import type { Session } from '@guestwall/protocol'
import type { Seal } from '../audit/seal.ts'
import { auditFile } from '../audit/write-audit-file.ts'
import type { StoreReader } from '../store/store.ts'
import { ballotsTable } from './ballots.ts'
import type { Table } from './cells.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { messagesTable } from './messages.ts'
import { votesTable } from './votes.ts'

export const EXPORTS = ['messages', 'votes', 'ballots', 'audit'] as const
export const FORMATS = ['json', 'csv'] as const
export type Exported = (typeof EXPORTS)[number]
export type Format = (typeof FORMATS)[number]

/** What to export, and as what. */
export interface ExportChoice {
  readonly what: Exported
  readonly format: Format
}

/** An export that is ready to be read: nothing of it is read from the store before it is asked for. */
export interface SessionExport {
  /** Letters, digits, `.` and `-` alone. */
  readonly fileName: string
  readonly contentType: string
  readonly pieces: AsyncGenerator<string>
}

/** The choice, or in words why there is none. Without a format it is JSON. */
export function chooseExport(what: string | null, format: string | null): ExportChoice | string {
  const chosen = EXPORTS.find((name) => name === what)
  const as = FORMATS.find((name) => name === (format ?? 'json'))
  if (chosen === undefined) return `what must be one of ${EXPORTS.join(', ')}`
  if (format === 'xlsx') return 'there is no xlsx yet: csv opens in Excel as it is, json is for programs'
  if (as === undefined) return `format must be one of ${FORMATS.join(', ')}`
  if (chosen === 'audit' && as !== 'json') return 'the audit file is json alone: what is signed has one form'
  return { what: chosen, format: as }
}

/** `now`: milliseconds since the epoch. The seal signs the audit file; for the others it is not asked. */
export function exportSession(
  reader: StoreReader,
  session: Session,
  { what, format }: ExportChoice,
  seal: () => Seal,
  now: number,
): SessionExport {
  const writtenAt = new Date(now).toISOString()
  const fileName = `guestwall-${session.code}-${what}-${writtenAt.slice(0, 19).replaceAll(/[-:]/g, '')}.${format}`
  if (what === 'audit') {
    return { fileName, contentType: 'application/json', pieces: auditFile(reader, session.id, seal(), writtenAt) }
  }
  const table: Table = TABLES[what](reader, session.id)
  switch (format) {
    case 'json':
      return { fileName, contentType: 'application/json', pieces: json(table, session, writtenAt) }
    case 'csv':
      return { fileName, contentType: 'text/csv; charset=utf-8', pieces: csv(table) }
    default:
      return format satisfies never
  }
}

const TABLES = { messages: messagesTable, votes: votesTable, ballots: ballotsTable }
