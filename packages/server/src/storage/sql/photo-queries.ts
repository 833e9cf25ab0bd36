import type { Photo } from '@guestwall/protocol'
import { type Kysely, sql } from 'kysely'
import type { FreePhoto, NewPhoto, PhotoLimits, PhotoName, PhotoSelection, ShownPhoto } from '../../domain/stored-photo.ts'
import type { Database } from '../schema.ts'
import type { AddedPhoto } from '../storage.ts'

/** `Storage.addPhoto`. */
export async function addPhoto(
  db: Kysely<Database>,
  locksRows: boolean,
  sessionId: string,
  photo: NewPhoto,
  limits: PhotoLimits,
): Promise<AddedPhoto> {
  const counted = await db
    .selectFrom('photos')
    .select((of) => [
      of.fn.count<number | string>('message_id').as('sent'),
      of.fn.countAll<number | string>().as('all'),
      of.fn.countAll<number | string>().filterWhere('guest_id', '=', photo.guestId).as('own'),
      of.fn
        .countAll<number | string>()
        .filterWhere('guest_id', '=', photo.guestId)
        .filterWhere('message_id', 'is', null)
        .filterWhere('key', '!=', photo.key)
        .as('ownUnsent'),
    ])
    .where('session_id', '=', sessionId)
    .where('state', '!=', 'gone')
    .executeTakeFirstOrThrow()
  const isFull = (most: number, count: number | string) => most > 0 && Number(count) >= most
  if (isFull(limits.ofSession, counted.sent) || isFull(limits.ofGuest, counted.own)) return 'full'
  if (isFull(limits.unsentOfGuest, counted.ownUnsent)) return 'unsent'
  if (isFull(limits.unsentOfSession, Number(counted.all) - Number(counted.sent))) {
    const old = await oldestUnsent(db, sessionId, limits.unsentOfSession - 1)
    if (old.length > 0) await discardPhotos(db, locksRows, sessionId, old)
  }
  const row = sql`id, ${photo.id}, ${photo.guestId}, ${photo.key}, ${photo.at}`
  // The lock of a foreign key: a deletion that has begun is waited for, and then there is no session.
  const lock = sql.raw(locksRows ? 'for key share' : '')
  const { numAffectedRows } = await sql`
    insert into photos (session_id, id, guest_id, key, created_at, state, width, height)
    select ${row}, 'coming', 0, 0 from sessions where id = ${sessionId} ${lock}`.execute(db)
  return Number(numAffectedRows) === 0 ? 'noSession' : 'added'
}

/** The ids of all uploads that no message has but the newest `kept`. */
async function oldestUnsent(db: Kysely<Database>, sessionId: string, kept: number): Promise<string[]> {
  const rows = await db
    .selectFrom('photos')
    .select('id')
    .where('session_id', '=', sessionId)
    .where('state', '!=', 'gone')
    .where('message_id', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.slice(kept).map(({ id }) => id)
}

/** `StorageReader.findUpload`. */
export async function findUpload(db: Kysely<Database>, sessionId: string, guestId: string, key: string): Promise<Photo | null> {
  const row = await db
    .selectFrom('photos')
    .select(['id', 'width', 'height'])
    .where('session_id', '=', sessionId)
    .where('guest_id', '=', guestId)
    .where('key', '=', key)
    .where('state', '=', 'stored')
    .executeTakeFirst()
  return row ?? null
}

/** `Storage.storePhoto`. Behind the session's lock, so that of two uploads under one key the second finds the first. */
export function storePhoto(
  db: Kysely<Database>,
  locksRows: boolean,
  sessionId: string,
  { id, width, height }: Photo,
): Promise<Photo | null> {
  return db.transaction().execute(async (tx) => {
    await lock(tx, locksRows, sessionId)
    const own = await tx
      .selectFrom('photos')
      .select(['guest_id', 'key', 'state'])
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (own?.state !== 'coming') return null
    const first = await findUpload(tx, sessionId, own.guest_id, own.key)
    if (first !== null) return first
    await tx
      .updateTable('photos')
      .set({ state: 'stored', width, height })
      .where('session_id', '=', sessionId)
      .where('id', '=', id)
      .execute()
    return { id, width, height }
  })
}

/** `StorageReader.findPhoto`. */
export async function findPhoto(db: Kysely<Database>, sessionId: string, id: string): Promise<ShownPhoto | null> {
  const row = await db
    .selectFrom('photos')
    .innerJoin('messages', (join) =>
      join.onRef('messages.session_id', '=', 'photos.session_id').onRef('messages.id', '=', 'photos.message_id'),
    )
    .select(['messages.guest_id', 'messages.status'])
    .where('photos.session_id', '=', sessionId)
    .where('photos.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : { guestId: row.guest_id, status: row.status }
}

/** Photos by id that are stored and that no message has. */
export function freePhotosQuery(db: Kysely<Database>, sessionId: string, ids: readonly string[]) {
  return db
    .selectFrom('photos')
    .select(['id', 'guest_id', 'width', 'height'])
    .where('session_id', '=', sessionId)
    .where('id', 'in', ids)
    .where('state', '=', 'stored')
    .where('message_id', 'is', null)
}

export function freePhotoOf(row: { id: string; guest_id: string; width: number; height: number }): FreePhoto {
  return { id: row.id, guestId: row.guest_id, width: row.width, height: row.height }
}

/** `StorageReader.readLoosePhotos`. The planner uses the partial index, because it sees its condition. */
export async function readLoosePhotos(db: Kysely<Database>, before: string, limit: number): Promise<PhotoName[]> {
  const rows = await db
    .selectFrom('photos')
    .select(['session_id', 'id'])
    .where('message_id', 'is', null)
    .where((is) => is.or([is('state', '=', 'gone'), is('created_at', '<', before)]))
    .limit(limit)
    .execute()
  return rows.map(({ session_id: sessionId, id }) => ({ sessionId, id }))
}

/** `Storage.discardPhotos`. Behind the session's lock: a command that reads a photo as free has it until its commit. */
export function discardPhotos(
  db: Kysely<Database>,
  locksRows: boolean,
  sessionId: string,
  which: PhotoSelection,
): Promise<readonly string[]> {
  return db.transaction().execute(async (tx) => {
    await lock(tx, locksRows, sessionId)
    const rows = await tx
      .updateTable('photos')
      .set({ state: 'gone' })
      .where('session_id', '=', sessionId)
      .where((is) => ('ofGuest' in which ? is('guest_id', '=', which.ofGuest) : is('id', 'in', which)))
      .where('message_id', 'is', null)
      .returning('id')
      .execute()
    return rows.map(({ id }) => id)
  })
}

/** `Storage.forgetPhotos`. */
export async function forgetPhotos(db: Kysely<Database>, sessionId: string, ids: readonly string[]): Promise<void> {
  await db.deleteFrom('photos').where('session_id', '=', sessionId).where('id', 'in', ids).where('state', '=', 'gone').execute()
}

async function lock(tx: Kysely<Database>, locksRows: boolean, sessionId: string): Promise<void> {
  if (locksRows) await tx.selectFrom('sessions').select('id').where('id', '=', sessionId).forUpdate().execute()
}
