import type { PoolClient } from 'pg'

/**
 * The identity of a PostgreSQL database: its cluster, its timeline (a promotion or a recovery begins a new one), and the table of sessions (loading
 * a dump makes a new one).
 */
const IDENTITY = `
  select (select system_identifier from pg_control_system())
    || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    || '/' || 'sessions'::regclass::oid as identity`

/**
 * Notices that the database is not the one that wrote these rows: it was restored from a backup, or a standby took over. It may lack commits, and
 * it is unknown which ones. So every session begins a new epoch: readers get snapshots, and the guests' phones send again what they still have
 * (LOG-4). It checks every new connection, because a failover shows as new connections.
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
      // Several servers may notice at once. With the lock, one of them begins the epochs.
      await client.query('lock table database_life in exclusive mode')
      const { rows } = await client.query<{ identity: string }>('select identity from database_life where id = 1')
      const known = rows[0]?.identity
      if (known === undefined) await client.query('insert into database_life (id, identity) values (1, $1)', [identity])
      else if (known !== identity) {
        // The epoch is random and not made from the identity: two restores of one backup may have the same identity.
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
