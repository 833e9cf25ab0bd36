/** Rows of one INSERT: bounds its parameters on both engines (SQLite accepts 32,766). */
const INSERT_ROWS = 1000

/** The items in parts that fit one INSERT each. */
export function chunks<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = []
  for (let start = 0; start < items.length; start += INSERT_ROWS) parts.push(items.slice(start, start + INSERT_ROWS))
  return parts
}
