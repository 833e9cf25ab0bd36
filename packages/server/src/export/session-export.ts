import type { Session } from '@guestwall/protocol'
import type { Seal } from '../audit/seal.ts'
import { auditFile } from '../audit/write-audit-file.ts'
import type { StorageReader } from '../storage/storage.ts'
import { activityTable } from './activity.ts'
import { ballotsTable } from './ballots.ts'
import type { Table, TableName } from './cells.ts'
import type { ExportChoice } from './choose-export.ts'
import { csv } from './csv.ts'
import { contentDisposition, exportFileName } from './file-name.ts'
import { guestsTable } from './guests.ts'
import { json } from './json.ts'
import { localTimes } from './local-time.ts'
import { messagesTable } from './messages.ts'
import { TABLE_WORDS } from './terms.ts'
import { votesTable } from './votes.ts'
import { xlsx } from './xlsx/xlsx.ts'

const CONTENT_TYPES = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** An export that is ready to be read. It reads from the store only while it is read itself. */
export interface SessionExport {
  /** The header that names the file. */
  readonly disposition: string
  readonly contentType: string
  readonly pieces: AsyncGenerator<string | Uint8Array>
}

/** `now`: milliseconds since 1970. The seal signs the audit file; the other exports do not need it. */
export function exportSession(reader: StorageReader, session: Session, choice: ExportChoice, seal: () => Seal, now: number): SessionExport {
  return {
    disposition: dispositionOf(session, choice, now),
    contentType: CONTENT_TYPES[choice.format],
    pieces: piecesOf(reader, session, choice, seal, now),
  }
}

function dispositionOf({ title, code }: Session, { what, format, timeZone, language }: ExportChoice, now: number): string {
  const date = localTimes(timeZone)(new Date(now).toISOString()).slice(0, 10)
  const name = exportFileName({ title, what: TABLE_WORDS[what][language], date, extension: format })
  return contentDisposition(name, `guestwall-${code}-${what}-${date}.${format}`)
}

function piecesOf(reader: StorageReader, session: Session, choice: ExportChoice, seal: () => Seal, now: number): SessionExport['pieces'] {
  const { what, format, separator, timeZone, language, hasWords } = choice
  const writtenAt = new Date(now).toISOString()
  if (what === 'audit') return auditFile(reader, session.id, seal(), writtenAt)
  const table = TABLE_MAKERS[what](reader, session.id, timeZone)
  switch (format) {
    case 'json':
      return json(table, session, writtenAt)
    case 'csv':
      return csv(table, { timeZone, language: hasWords ? language : null, separator })
    case 'xlsx':
      return xlsx(table, choice, { now })
    default:
      return format satisfies never
  }
}

const TABLE_MAKERS: Readonly<Record<TableName, (reader: StorageReader, sessionId: string, timeZone: string) => Table>> = {
  messages: messagesTable,
  votes: votesTable,
  ballots: ballotsTable,
  guests: guestsTable,
  activity: activityTable,
}
