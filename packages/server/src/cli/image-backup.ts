import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../storage/schema.ts'
import type { ImageStore } from '../images/image-store.ts'
import { pictureNames } from '../images/look-names.ts'

/*
 * The pictures of photos and looks in a backup: a table of the backup file alone, beside those of the database. One picture is in memory at a time.
 */

const PAGE_PHOTOS = 200

interface Picture {
  readonly session_id: string
  readonly name: string
  readonly bytes: ArrayBuffer
}

/**
 * Copies the pictures of every stored photo of `from` into the backup `to`. A picture that is not there any more is left out: its message was removed
 * while the backup was made. Resolves with their number.
 */
export async function copyImages(from: Kysely<Database>, to: Kysely<Database>, store: ImageStore): Promise<number> {
  await sql`create table image_files (session_id text not null, name text not null, bytes blob not null, primary key (session_id, name))`.execute(
    to,
  )
  let copied = 0
  for await (const { session_id: sessionId, id } of photosOf(from)) {
    for (const name of pictureNames(id)) {
      const bytes = await store.read(sessionId, name)
      if (bytes === null) continue
      await sql`insert into image_files (session_id, name, bytes) values (${sessionId}, ${name}, ${bytes})`.execute(to)
      copied += 1
    }
  }
  return copied
}

/** Puts the pictures of a backup into the store. A database file that is no backup has none. Resolves with their number. */
export async function restoreImages(backup: Kysely<Database>, store: ImageStore): Promise<number> {
  const { rows: tables } = await sql`select 1 from sqlite_schema where name = 'image_files'`.execute(backup)
  if (tables.length === 0) return 0
  const directory = await mkdtemp(join(tmpdir(), 'guestwall-restore-'))
  try {
    const file = join(directory, 'picture')
    const { rows: names } = await sql<Omit<Picture, 'bytes'>>`select session_id, name from image_files`.execute(backup)
    for (const { session_id: sessionId, name } of names) {
      const { rows } = await sql<Picture>`select bytes from image_files where session_id = ${sessionId} and name = ${name}`.execute(backup)
      const [picture] = rows
      if (picture === undefined) continue
      await writeFile(file, Buffer.from(picture.bytes))
      await store.put(sessionId, name, file)
    }
    return names.length
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function* photosOf(db: Kysely<Database>): AsyncGenerator<{ readonly session_id: string; readonly id: string }> {
  for (let after = { session_id: '', id: '' }; ; ) {
    const rows = await db
      .selectFrom('photos')
      .select(['session_id', 'id'])
      .where('state', '=', 'stored')
      .where((is) =>
        is.or([is('session_id', '>', after.session_id), is.and([is('session_id', '=', after.session_id), is('id', '>', after.id)])]),
      )
      .orderBy('session_id')
      .orderBy('id')
      .limit(PAGE_PHOTOS)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_PHOTOS) return
    after = last
  }
}
