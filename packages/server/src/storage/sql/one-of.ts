import { sql } from 'kysely'
import type { Engine } from './engine.ts'

/** The condition that a column has one of these texts, with one parameter: the statement is the same for any number of them. */
export function isOneOf({ dialect }: Pick<Engine, 'dialect'>, column: string, texts: readonly string[]) {
  const of = sql.ref(column)
  return dialect === 'postgres'
    ? sql<boolean>`${of} = any(${[...texts]})`
    : sql<boolean>`${of} in (select value from json_each(${JSON.stringify(texts)}))`
}
