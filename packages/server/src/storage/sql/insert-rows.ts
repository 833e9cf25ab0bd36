import { CompiledQuery, type Insertable } from 'kysely'
import type { Database } from '../schema.ts'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'

/** Rows of one INSERT in SQLite: bounds its parameters. Each smaller power of two is a statement too, so that a batch of any length has few of them. */
const MOST_ROWS = 256
/** Rows of one INSERT in PostgreSQL: bounds its one parameter. */
const RECORDSET_ROWS = 1_000

type Row = Readonly<Record<string, unknown>>

/**
 * Adds the INSERT of rows that have the same columns. `conflict`: what follows the rows. These statements are not built: to build one takes longer than
 * to run it, and each length of a batch would be one more that the database has to prepare.
 */
export function addInsert<Table extends keyof Database>(
  exchange: Exchange,
  { dialect }: Pick<Engine, 'dialect'>,
  table: Table,
  rows: readonly Insertable<Database[Table]>[],
  conflict = '',
): void {
  if (rows.length === 0) return
  const columns = columnsOf(rows)
  for (const query of (dialect === 'postgres' ? recordsets : values)(table, columns, rows, conflict)) {
    exchange.add({ compile: () => query })
  }
}

/** The columns that are not null in every row. Each parameter costs the database about as much as a field. */
function columnsOf(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== null && row[column] !== undefined))
}

/** One parameter for each field: the fastest form in SQLite. */
function values(table: string, columns: readonly string[], rows: readonly Row[], conflict: string): CompiledQuery[] {
  const queries: CompiledQuery[] = []
  const into = `insert into "${table}" (${columns.map(quoted).join(', ')}) values `
  const row = `(${columns.map(() => '?').join(', ')})`
  let start = 0
  for (let size = MOST_ROWS; size >= 1; size /= 2) {
    for (; rows.length - start >= size; start += size) {
      const parameters: unknown[] = []
      for (let index = start; index < start + size; index += 1) {
        for (const column of columns) parameters.push(rows[index]?.[column] ?? null)
      }
      queries.push(CompiledQuery.raw(`${into}${`${row}, `.repeat(size - 1)}${row}${conflict}`, parameters))
    }
  }
  return queries
}

/** One parameter for all rows, as JSON: the fastest form in PostgreSQL, which takes the types from the table. */
function recordsets(table: string, columns: readonly string[], rows: readonly Row[], conflict: string): CompiledQuery[] {
  const names = columns.map(quoted).join(', ')
  const text = `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1::json)${conflict}`
  const queries: CompiledQuery[] = []
  for (let start = 0; start < rows.length; start += RECORDSET_ROWS) {
    queries.push(CompiledQuery.raw(text, [JSON.stringify(rows.slice(start, start + RECORDSET_ROWS))]))
  }
  return queries
}

function quoted(column: string): string {
  return `"${column}"`
}
