/** Text that no person wrote, such as an id: it is written as it is. */
export interface Verbatim {
  readonly verbatim: string
}

/** What one field of a table holds. A string is what people wrote. */
export type Cell = string | number | boolean | null | Verbatim

export function verbatim(text: string): Verbatim {
  return { verbatim: text }
}

/** A kind of export: things page by page, and how one of them stands in a spreadsheet. */
export interface Table<Item extends object = object> {
  /** The name of the list in JSON. */
  readonly name: string
  /** In the order in which they happened. Memory holds one page. */
  pages(): AsyncGenerator<readonly Item[]>
  readonly columns: readonly string[]
  /** One thing may take several rows. */
  rowsOf(item: Item): readonly (readonly Cell[])[]
}
