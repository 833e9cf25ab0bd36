/** Text that no person wrote, such as an id. It is exported unchanged. */
export interface Verbatim {
  readonly verbatim: string
}

/** One field of a table. A plain string is text that a person wrote. */
export type Cell = string | number | boolean | null | Verbatim

export function verbatim(text: string): Verbatim {
  return { verbatim: text }
}

/** A kind of export: items page by page, and the form of one item in a spreadsheet. */
export interface Table<Item extends object = object> {
  /** The name of the list in JSON. */
  readonly name: string
  /** In the order in which they happened. One page is in memory. */
  pages(): AsyncGenerator<readonly Item[]>
  readonly columns: readonly string[]
  /** One item may need several rows. */
  rowsOf(item: Item): readonly (readonly Cell[])[]
}
