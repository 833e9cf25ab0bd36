import type { Session } from '@guestwall/protocol'
import type { Table } from './cells.ts'

/** A table as one JSON document, one item on each line, page by page. */
export async function* json(table: Table, { id, code, title }: Session, writtenAt: string): AsyncGenerator<string> {
  yield `{"session":${JSON.stringify({ id, code, title })},"writtenAt":${JSON.stringify(writtenAt)},${JSON.stringify(table.name)}:[\n`
  let separator = ''
  for await (const items of table.pages()) {
    if (items.length === 0) continue
    yield `${separator}${items.map((item) => JSON.stringify(item)).join(',\n')}`
    separator = ',\n'
  }
  yield '\n]}\n'
}
