import { DEFAULT_MODERATION_SETTINGS, type ModerationSettings } from '@guestwall/protocol'
import type { Insertable, Kysely } from 'kysely'
import type { Database, SettingsTable } from '../../schema.ts'

export function settingsQuery(db: Kysely<Database>, sessionId: string) {
  return db.selectFrom('settings').select('data').where('session_id', '=', sessionId)
}

/** The settings of a row; without a row no host has changed any. A row of an earlier version may lack the newest ones. */
export function settingsOf(row: { readonly data: string } | undefined): ModerationSettings {
  if (row === undefined) return DEFAULT_MODERATION_SETTINGS
  return { ...DEFAULT_MODERATION_SETTINGS, ...(JSON.parse(row.data) as Partial<ModerationSettings>) }
}

export function settingsRow(sessionId: string, settings: ModerationSettings): Insertable<SettingsTable> {
  return { session_id: sessionId, data: JSON.stringify(settings) }
}
