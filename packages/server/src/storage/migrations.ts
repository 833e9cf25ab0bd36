import { type ColumnDataType, DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * One set for both engines. A published migration never changes; a new one is added below it. When servers of the version before can work
 * with the result, its name ends with `+compatible`.
 *
 * All that are due are made in one transaction. The first servers committed each statement of 001 to 004 alone in SQLite: a kill left some of them
 * done, so these four (`tableOf`, `indexOf`, `addColumn`) skip what is there already.
 */
const MIGRATIONS: Record<string, Migration> = {
  '001-log': {
    async up(db: Kysely<Database>) {
      await tableOf(db, 'sessions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('code', 'text', (column) => column.notNull().unique())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('subtitle', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('moderation', 'text', (column) => column.notNull())
        .addColumn('slow_mode_seconds', 'integer', (column) => column.notNull())
        .addColumn('layout', 'text', (column) => column.notNull())
        .addColumn('theme', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('epoch', 'text', (column) => column.notNull())
        .addColumn('head', 'bigint', (column) => column.notNull())
        .execute()
      await tableOf(db, 'events')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'bigint', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('audience', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('data', 'text', (column) => column.notNull())
        .addColumn('message_id', 'text')
        .addPrimaryKeyConstraint('events_pk', ['session_id', 'id'])
        .execute()
      await tableOf(db, 'messages')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('event_id', 'bigint', (column) => column.notNull())
        .addColumn('guest_id', 'text', (column) => column.notNull())
        .addColumn('guest_name', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('pinned', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('messages_pk', ['session_id', 'id'])
        .execute()
      await indexOf(db, 'messages_by_status').on('messages').columns(['session_id', 'status', 'event_id']).execute()
      await tableOf(db, 'command_keys')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('actor_id', 'text', (column) => column.notNull())
        .addColumn('body_hash', 'text', (column) => column.notNull())
        .addColumn('message_id', 'text')
        .addPrimaryKeyConstraint('command_keys_pk', ['session_id', 'key', 'actor_id'])
        .execute()
    },
  },
  '002-votes': {
    async up(db: Kysely<Database>) {
      // A server of the version before writes neither of them: both may be absent.
      await addColumn(db, 'events', 'voters', 'text')
      await addColumn(db, 'command_keys', 'vote_id', 'text')
      await addColumn(db, 'command_keys', 'refusal', 'text')
      await tableOf(db, 'votes')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('options', 'text', (column) => column.notNull())
        .addColumn('options_made', 'integer', (column) => column.notNull())
        .addColumn('max_choices', 'integer', (column) => column.notNull())
        .addColumn('changeable', 'integer', (column) => column.notNull())
        .addColumn('results', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('revealed', 'integer')
        .addColumn('place', 'bigint', (column) => column.notNull())
        .addColumn('counts', 'text', (column) => column.notNull())
        .addColumn('ballots', 'integer', (column) => column.notNull())
        .addColumn('chain_seq', 'bigint', (column) => column.notNull())
        .addColumn('chain_hash', 'text', (column) => column.notNull())
        .addColumn('tally', 'text')
        .addColumn('published_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('published_seq', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('votes_pk', ['session_id', 'id'])
        .execute()
      await tableOf(db, 'ballots')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('vote_id', 'text', (column) => column.notNull())
        .addColumn('guest_id', 'text', (column) => column.notNull())
        .addColumn('option_ids', 'text', (column) => column.notNull())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('first_seq', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('ballots_pk', ['session_id', 'vote_id', 'guest_id'])
        .execute()
      await indexOf(db, 'ballots_by_first').on('ballots').columns(['session_id', 'vote_id', 'first_seq']).execute()
      await tableOf(db, 'ballot_chain')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('vote_id', 'text', (column) => column.notNull())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('option_ids', 'text', (column) => column.notNull())
        .addColumn('replaces', 'bigint')
        .addColumn('hash', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('ballot_chain_pk', ['session_id', 'vote_id', 'seq'])
        .execute()
    },
  },
  '003-database-life': {
    async up(db: Kysely<Database>) {
      await tableOf(db, 'database_life')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('identity', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '004-write-probe+compatible': {
    async up(db: Kysely<Database>) {
      await tableOf(db, 'write_probe')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('padding', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '005-moderation': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('events').addColumn('by', 'text').execute()
      await db.schema.alterTable('events').addColumn('recipient', 'text').execute()
      await db.schema.alterTable('messages').addColumn('held', 'text').execute()
      await db.schema.alterTable('messages').addColumn('decided_by', 'text').execute()
      await db.schema.alterTable('messages').addColumn('decided_at', 'text').execute()
      // Few messages are pinned, and a query for them must not read all others.
      await db.schema
        .createIndex('messages_pinned')
        .on('messages')
        .columns(['session_id', 'event_id'])
        .where(sql<boolean>`pinned = 1`)
        .execute()
    },
  },
  '006-people+compatible': {
    async up(db: Kysely<Database>) {
      await db.schema
        .createTable('guests')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('name_folded', 'text', (column) => column.notNull())
        .addColumn('first_seen_at', 'text', (column) => column.notNull())
        .addColumn('last_seen_at', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('acted', 'integer', (column) => column.notNull())
        .addColumn('renamed', 'integer', (column) => column.notNull())
        .addColumn('muted', 'integer', (column) => column.notNull())
        .addColumn('removed', 'integer', (column) => column.notNull())
        .addColumn('banned', 'integer', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('acted_by_id', 'text')
        .addColumn('acted_by_name', 'text')
        .addPrimaryKeyConstraint('guests_pk', ['session_id', 'id'])
        .execute()
      await db.schema.createIndex('guests_acted').on('guests').column('session_id').where(sql.ref('acted'), '=', sql.lit(1)).execute()
      await db.schema.createIndex('messages_by_guest').on('messages').columns(['session_id', 'guest_id']).execute()
      // The guests of before wrote at least one message, or they come again and are noted then.
      await sql`
        insert into guests (session_id, id, name, name_folded, first_seen_at, last_seen_at, source, acted, renamed, muted, removed, banned)
        select session_id, guest_id, max(guest_name), lower(max(guest_name)), min(created_at), max(created_at), 'link', 0, 0, 0, 0, 0
        from messages where guest_id not like 'host-%' group by session_id, guest_id`.execute(db)
    },
  },
  '007-credentials': {
    async up(db: Kysely<Database>) {
      await db.schema
        .createTable('credentials')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('token_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('last_used_at', 'text')
        .addColumn('revoked_at', 'text')
        .addPrimaryKeyConstraint('credentials_pk', ['session_id', 'id'])
        .execute()
      await db.schema.createIndex('credentials_by_token').on('credentials').column('token_hash').execute()
      await db.schema
        .createTable('pairings')
        .addColumn('secret_hash', 'text', (column) => column.primaryKey())
        .addColumn('code', 'text', (column) => column.notNull().unique())
        .addColumn('ends_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('session_id', 'text')
        .execute()
    },
  },
  '008-settings+compatible': {
    async up(db: Kysely<Database>) {
      await db.schema
        .createTable('settings')
        .addColumn('session_id', 'text', (column) => column.primaryKey().references('sessions.id').onDelete('cascade'))
        .addColumn('data', 'text', (column) => column.notNull())
        .execute()
      await db.schema.alterTable('sessions').addColumn('started_at', 'text').execute()
    },
  },
  '010-screens': {
    async up(db: Kysely<Database>) {
      await db.schema
        .createTable('screens')
        .addColumn('session_id', 'text', (column) => column.primaryKey().references('sessions.id').onDelete('cascade'))
        .addColumn('data', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '011-life+compatible': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('sessions').addColumn('occasion', 'text').execute()
      await db.schema.alterTable('sessions').addColumn('opens_at', 'text').execute()
      await db.schema.alterTable('sessions').addColumn('retention_days', 'integer').execute()
      await db.schema.alterTable('sessions').addColumn('state_by', 'text').execute()
      await db.schema.createIndex('sessions_by_opening').on('sessions').column('opens_at').where('opens_at', 'is not', null).execute()
    },
  },
  // A server of the version before would remove a message and leave its photo.
  '013-photos': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('sessions').addColumn('photos', 'text').execute()
      await db.schema.alterTable('messages').addColumn('photo_id', 'text').execute()
      await db.schema.alterTable('messages').addColumn('photo_width', 'integer').execute()
      await db.schema.alterTable('messages').addColumn('photo_height', 'integer').execute()
      await db.schema
        .createTable('photos')
        .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('guest_id', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('width', 'integer', (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('message_id', 'text')
        .addPrimaryKeyConstraint('photos_pk', ['session_id', 'id'])
        .execute()
      await db.schema.createIndex('photos_by_key').on('photos').columns(['session_id', 'guest_id', 'key']).execute()
      // Those that may have to be deleted are few: most photos belong to a message.
      await db.schema.createIndex('photos_loose').on('photos').column('created_at').where(sql<boolean>`message_id is null`).execute()
    },
  },
  // A server of the version before would restore a rejected private message to the wall.
  '014-private-wishes': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('sessions').addColumn('private_wishes', 'integer').execute()
    },
  },
  '015-bans+compatible': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('messages').addColumn('before_ban', 'text').execute()
    },
  },
  // A server of the version before would leave the rows of a session that it deletes.
  '017-deletion-in-parts': {
    async up(db: Kysely<Database>) {
      // With a foreign key PostgreSQL deletes all rows of a session in the transaction of its own row; SQLite can leave it out for a transaction.
      if (!hasTransactionOfMigrator(db)) return
      const { rows } = await sql<{ table: string; name: string }>`
        select conrelid::regclass::text as "table", conname as name from pg_constraint
        where contype = 'f' and confrelid = 'sessions'::regclass
        and conrelid::regclass::text not in ('credentials', 'settings', 'screens', 'votes')`.execute(db)
      for (const { table, name } of rows) await db.schema.alterTable(table).dropConstraint(name).execute()
    },
  },
  // A server of the version before would write the next change of a session into the log without its look.
  '018-look': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('sessions').addColumn('look', 'text').execute()
    },
  },
  // A server of the version before would keep the reactions of a message that it removes.
  '019-reactions': {
    async up(db: Kysely<Database>) {
      await db.schema.alterTable('sessions').addColumn('reactions', 'integer').execute()
      await db.schema
        .alterTable('sessions')
        .addColumn('reactions_version', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createTable('reactions')
        // No foreign key: the rows of a deleted session are deleted in parts.
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('message_id', 'text', (column) => column.notNull())
        .addColumn('guest_id', 'text', (column) => column.notNull())
        .addColumn('kind', 'text')
        .addColumn('ordinal', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('reactions_pk', ['session_id', 'message_id', 'guest_id'])
        .execute()
      // Counts are read from the index alone.
      await db.schema.createIndex('reactions_by_kind').on('reactions').columns(['session_id', 'message_id', 'kind']).execute()
      await db.schema.createIndex('reactions_by_guest').on('reactions').columns(['session_id', 'guest_id', 'ordinal']).execute()
    },
  },
}

/** The end of the name of a migration with which servers of the version before can work, such as a new table. */
const COMPATIBLE = '+compatible'

/** The code of `DatabaseTooNew`, which crosses threads. */
export const DATABASE_TOO_NEW = 'DATABASE_TOO_NEW'

/** A later version has changed the database, and this version cannot work with the change. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew'
  readonly code = DATABASE_TOO_NEW
}

/** The code of `MigrationFailed`, which crosses threads. */
export const MIGRATION_FAILED = 'MIGRATION_FAILED'

/** A step to the newest schema failed. The database is as it was before all of them. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
  readonly code = MIGRATION_FAILED

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `the database could not be brought to the newest schema, and nothing in it was changed (${reason}): correct that and start again, start the version that used it last, or restore a backup`,
      { cause },
    )
  }
}

/**
 * Brings the database to the newest schema, whole or not at all: a process that is killed in between leaves what was there. Several servers may start
 * at once: Kysely holds a lock. Rejects with `DatabaseTooNew` and `MigrationFailed`.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const later = await laterMigrations(db)
  const incompatible = later.filter((name) => !name.endsWith(COMPATIBLE))
  if (incompatible.length > 0) {
    throw new DatabaseTooNew(
      `a later version of Guestwall has changed this database (${incompatible.join(', ')}): start that version, or restore a backup of before`,
    )
  }
  // Kysely needs to know every migration that was made.
  const known = { ...MIGRATIONS, ...Object.fromEntries(later.map((name) => [name, { up: () => Promise.resolve() }])) }
  const provider = { getMigrations: () => Promise.resolve(known) }
  const toLatest = async (on: Kysely<Database>) => {
    const { error } = await new Migrator({ db: on, provider }).migrateToLatest()
    if (error !== undefined) throw new MigrationFailed(error)
  }
  await (hasTransactionOfMigrator(db) ? toLatest(db) : inOneTransaction(db, toLatest))
}

/** Kysely's migrator makes a transaction with PostgreSQL and none with SQLite, whose changes of the schema are transactional all the same. */
function hasTransactionOfMigrator(db: Kysely<Database>): boolean {
  return db.getExecutor().adapter.supportsTransactionalDdl
}

/** The migrator takes no transaction of Kysely's: the statements are said on its one connection. */
function inOneTransaction(db: Kysely<Database>, work: (on: Kysely<Database>) => Promise<void>): Promise<void> {
  return db.connection().execute(async (on) => {
    await sql`begin immediate`.execute(on)
    try {
      await work(on)
      await sql`commit`.execute(on)
    } catch (error) {
      await sql`rollback`.execute(on)
      throw error
    }
  })
}

function tableOf<Name extends string>(db: Kysely<Database>, name: Name) {
  const table = db.schema.createTable(name)
  return hasTransactionOfMigrator(db) ? table : table.ifNotExists()
}

function indexOf(db: Kysely<Database>, name: string) {
  const index = db.schema.createIndex(name)
  return hasTransactionOfMigrator(db) ? index : index.ifNotExists()
}

async function addColumn(db: Kysely<Database>, table: string, column: string, type: ColumnDataType): Promise<void> {
  const tables = await db.introspection.getTables()
  const isThere = tables.find(({ name }) => name === table)?.columns.some(({ name }) => name === column)
  if (isThere !== true) await db.schema.alterTable(table).addColumn(column, type).execute()
}

/** Migrations that were made in this database and that this version does not know. */
async function laterMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS))
}
