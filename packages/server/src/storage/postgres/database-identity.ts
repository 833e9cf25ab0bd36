import type { PoolClient } from 'pg'

/**
 * The life of a PostgreSQL database: which cluster it is in, on which timeline (a promotion or a recovery begins a new one), and which
 * table holds the sessions (a dump that is loaded makes a new one).
 */
const IDENTITY = `
  select (select system_identifier from pg_control_system())
    || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    || '/' || 'sessions'::regclass::oid as identity`

/**
 * Notices that the database is not the one that wrote these rows: restored from a backup, or a standby that took over and may lack
 * commits. Nobody can say which, so every session begins a new epoch: its readers get snapshots, and its guests' phones offer again what
 * they still have (LOG-4). Asked on every new connection, for a failover shows as new connections.
 */
export class DatabaseIdentity {
  readonly #onNewEpoch: () => void
  #identity: string | null = null

  constructor(onNewEpoch: () => void) {
    this.#onNewEpoch = onNewEpoch
  }

  async check(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ identity: string }>(IDENTITY)
    const identity = rows[0]?.identity ?? ''
    if (identity === this.#identity) return
    if (await this.#isNew(client, identity)) this.#onNewEpoch()
    this.#identity = identity
  }

  async #isNew(client: PoolClient, identity: string): Promise<boolean> {
    await client.query('begin')
    try {
      // Several servers notice at once: the lock lets one of them begin the epochs.
      await client.query('lock table database_life in exclusive mode')
      const { rows } = await client.query<{ identity: string }>('select identity from database_life where id = 1')
      const known = rows[0]?.identity
      if (known === undefined) await client.query('insert into database_life (id, identity) values (1, $1)', [identity])
      else if (known !== identity) {
        // By chance, not from the identity: two restores of one backup may come to the same one, and are not the same life.
        const epoch = "substr(encode(sha256(convert_to(epoch || gen_random_uuid(), 'UTF8')), 'hex'), 1, 32)"
        await client.query(`update sessions set epoch = ${epoch}`)
        await client.query('update database_life set identity = $1 where id = 1', [identity])
      }
      await client.query('commit')
      return known !== undefined && known !== identity
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
  }
}
