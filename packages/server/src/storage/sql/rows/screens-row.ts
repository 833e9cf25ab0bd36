import { NO_SCREEN_CONTROL, type ScreenControl } from '@guestwall/protocol'
import type { Insertable, Kysely } from 'kysely'
import type { Database, ScreensTable } from '../../schema.ts'

export function screensQuery(db: Kysely<Database>, sessionId: string) {
  return db.selectFrom('screens').select('data').where('session_id', '=', sessionId)
}

/** The states of the screens in a row; without a row no host has set anything. */
export function screensOf(row: { readonly data: string } | undefined): ScreenControl {
  return row === undefined ? NO_SCREEN_CONTROL : (JSON.parse(row.data) as ScreenControl)
}

export function screensRow(sessionId: string, control: ScreenControl): Insertable<ScreensTable> {
  return { session_id: sessionId, data: JSON.stringify(control) }
}
