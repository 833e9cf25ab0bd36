import type { Kysely, RawBuilder } from 'kysely'
import type { Database } from '../schema.ts'
import type { TransactionPlan } from './exchange.ts'

/** The differences between the two engines. */
export interface Engine {
  readonly db: Kysely<Database>
  readonly dialect: 'sqlite' | 'postgres'
  /** Whether the row lock must be requested. SQLite's write transaction locks the whole database. */
  readonly locksRows: boolean
  /** The database's own clock in milliseconds, where several servers share the database. Without it this machine's clock is used. */
  readonly clockMs?: RawBuilder<number>
  /** Where an exchange costs: plans have as few of them as they can. */
  readonly pipeline?: {
    /** Whether the error is that of a guard that did not hold. */
    isFailedGuard(error: unknown): boolean
  }
  /** Carries a plan out as one transaction. */
  run<Result>(plan: TransactionPlan<Result>): Promise<Result>
  isConflict(error: unknown): boolean
  /** Does what the engine needs between writes, if anything. */
  maintain?(nowMs: number): Promise<void>
  close(): Promise<void>
}
