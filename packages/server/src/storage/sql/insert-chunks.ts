/** Rows of one INSERT: bounds its parameters on both engines (SQLite accepts 32,766). */
const INSERT_ROWS = 1000

/**
 * The rows in parts that fit one INSERT each. A part does not name the columns that are null in all its rows: each parameter of a message costs the
 * database about as much as a field of it. The others are written in every row, so that the statement depends on the columns and the number of rows.
 */
export function insertChunks<Row extends object>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = []
  for (let start = 0; start < rows.length; start += INSERT_ROWS) parts.push(withoutNulls(rows.slice(start, start + INSERT_ROWS)))
  return parts
}

function withoutNulls<Row extends object>(rows: Row[]): Row[] {
  const columns = Object.keys(rows[0] ?? {}) as (keyof Row)[]
  const unnamed = columns.filter((column) => rows.every((row) => row[column] === null))
  if (unnamed.length === 0) return rows
  // Kysely leaves out a column that is undefined in every row.
  const hidden = Object.fromEntries(unnamed.map((column) => [column, undefined]))
  return rows.map((row) => ({ ...row, ...hidden }))
}
