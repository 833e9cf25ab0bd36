import type { Cell, Table } from '../cells.ts'

type Row = readonly Cell[]

/** The rows of a table, of which a reader takes as many as it has room for. One page is in memory. */
export class PendingRows {
  readonly #table: Table
  readonly #pages: ReturnType<Table['pages']>
  #rows: Row[] = []

  constructor(table: Table) {
    this.#table = table
    this.#pages = table.pages()
  }

  /** At most `most` rows; none: the table is at its end. */
  async take(most: number): Promise<Row[]> {
    return (await this.hasMore()) ? this.#rows.splice(0, most) : []
  }

  async hasMore(): Promise<boolean> {
    while (this.#rows.length === 0) {
      const page = await this.#pages.next()
      if (page.done === true) return false
      this.#rows = page.value.flatMap((item) => this.#table.rowsOf(item))
    }
    return true
  }

  /** Ends the reading of the table. */
  async close(): Promise<void> {
    await this.#pages.return(undefined)
  }
}
