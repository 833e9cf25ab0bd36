import type { ActedBy, Look, Session } from '@guestwall/protocol'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { SessionsTable } from '../../schema.ts'

export const SESSION_COLUMNS = [
  'id',
  'code',
  'title',
  'subtitle',
  'state',
  'moderation',
  'slow_mode_seconds',
  'layout',
  'theme',
  'occasion',
  'opens_at',
  'retention_days',
  'photos',
  'private_wishes',
  'reactions',
  'look',
  'created_at',
] as const

export function sessionOf(row: Pick<Selectable<SessionsTable>, (typeof SESSION_COLUMNS)[number]>): Session {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    subtitle: row.subtitle,
    state: row.state,
    moderation: row.moderation,
    slowModeSeconds: row.slow_mode_seconds,
    layout: row.layout,
    theme: row.theme,
    ...(row.occasion === null ? {} : { occasion: row.occasion }),
    ...(row.opens_at === null ? {} : { opensAt: row.opens_at }),
    ...(row.retention_days === null ? {} : { retentionDays: row.retention_days }),
    ...(row.photos === null ? {} : { photos: row.photos }),
    ...(row.private_wishes === null ? {} : { privateWishes: row.private_wishes === 1 }),
    ...(row.reactions === null ? {} : { reactions: row.reactions === 1 }),
    ...(row.look === null ? {} : { look: JSON.parse(row.look) as Look }),
    createdAt: row.created_at,
  }
}

/** When the session started: at the first event after which it was open. A session that was made open started then. */
export function startedRow({ state }: Pick<Session, 'state'>, at: string | undefined) {
  return state === 'open' && at !== undefined ? { started_at: sql<string>`coalesce(started_at, ${at})` } : {}
}

export function sessionRow(
  session: Session,
): Omit<Insertable<SessionsTable>, 'epoch' | 'head' | 'started_at' | 'state_by' | 'reactions_version'> {
  return {
    id: session.id,
    code: session.code,
    title: session.title,
    subtitle: session.subtitle,
    state: session.state,
    moderation: session.moderation,
    slow_mode_seconds: session.slowModeSeconds,
    layout: session.layout,
    theme: session.theme,
    occasion: session.occasion ?? null,
    opens_at: session.opensAt ?? null,
    retention_days: session.retentionDays ?? null,
    photos: session.photos ?? null,
    private_wishes: session.privateWishes === undefined ? null : Number(session.privateWishes),
    reactions: session.reactions === undefined ? null : Number(session.reactions),
    look: session.look === undefined ? null : JSON.stringify(session.look),
    created_at: session.createdAt,
  }
}

/** The host who chose the state. */
export function stateByRow(by: ActedBy | null): Pick<SessionsTable, 'state_by'> {
  return { state_by: by === null ? null : JSON.stringify(by) }
}

export function stateByOf({ state_by: by }: Pick<SessionsTable, 'state_by'>): ActedBy | null {
  return by === null ? null : (JSON.parse(by) as ActedBy)
}
