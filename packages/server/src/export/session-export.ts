import type { Session } from '@guestwall/protocol'
import type { Seal } from '../audit/seal.ts'
import { auditFile } from '../audit/write-audit-file.ts'
import type { StorageReader } from '../storage/storage.ts'
import { ballotsTable } from './ballots.ts'
import type { Table } from './cells.ts'
import type { ExportChoice } from './choose-export.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { messagesTable } from './messages.ts'
import { votesTable } from './votes.ts'

/** An export that is ready to be read. It reads from the store only while it is read itself. */
export interface SessionExport {
  /** Only letters, digits, `.` and `-`. */
  readonly fileName: string
  readonly contentType: string
  readonly pieces: AsyncGenerator<string>
}

/** `now`: milliseconds since 1970. The seal signs the audit file; the other exports do not need it. */
export function exportSession(
  reader: StorageReader,
  session: Session,
  { what, format, timeZone, separator }: ExportChoice,
  seal: () => Seal,
  now: number,
): SessionExport {
  const writtenAt = new Date(now).toISOString()
  const fileName = `guestwall-${session.code}-${what}-${writtenAt.slice(0, 19).replaceAll(/[-:]/g, '')}.${format}`
  if (what === 'audit') {
    return { fileName, contentType: 'application/json', pieces: auditFile(reader, session.id, seal(), writtenAt) }
  }
  const table: Table = TABLES[what](reader, session.id, timeZone)
  switch (format) {
    case 'json':
      return { fileName, contentType: 'application/json', pieces: json(table, session, writtenAt) }
    case 'csv':
      return { fileName, contentType: 'text/csv; charset=utf-8', pieces: csv(table, separator) }
    default:
      return format satisfies never
  }
}

const TABLES = { messages: messagesTable, votes: votesTable, ballots: ballotsTable }
