import { unnamedActor } from '@guestwall/protocol'
import type { ColumnName } from './columns.ts'

/** Text that no person wrote, such as an id. It is exported unchanged. */
export interface Verbatim {
  readonly verbatim: string
}

/** An instant, ISO 8601, that a spreadsheet shows in the time zone of the export. */
export interface LocalTime {
  readonly localTime: string
}

/** A name of the protocol, such as a status. A file in a language has its words, or those of `said`, where they say more to people. */
export interface Term {
  readonly term: string
  readonly said?: string
}

/** The changes of an act: fields of the protocol with their new values. Times are ISO 8601. */
export type Details = Readonly<Record<string, string | number | boolean | null>>

/** Details of an act in one cell. */
export interface DetailsCell {
  readonly details: Details
}

/** One field of a table. A plain string is text that a person wrote. */
export type Cell = string | number | boolean | null | Verbatim | LocalTime | Term | DetailsCell

export function verbatim(text: string): Verbatim {
  return { verbatim: text }
}

/** The instant as a cell; an instant that is not known is an empty cell. */
export function localTime(iso: string | undefined): LocalTime | null {
  return iso === undefined ? null : { localTime: iso }
}

export function term(name: string, said?: string): Term {
  return said === undefined ? { term: name } : { term: name, said }
}

/** The name of one who acted. Those whom no host named have words of the file's language. */
export function actorName(by: { readonly id: string; readonly name: string } | null | undefined): Cell {
  if (by === null || by === undefined) return null
  return unnamedActor(by.id) === null ? by.name : term(by.name)
}

/** The settings of a spreadsheet that are the same for all of its cells. */
export interface SheetSettings {
  /** An IANA name. */
  readonly timeZone: string
  readonly language: Language
}

/** The languages of the names in an export: of its file, its sheets, columns and terms. */
export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]

/** A kind of export: items page by page, and the form of one item in a spreadsheet. */
export interface Table<Item extends object = object> {
  /** The name of the list in JSON. */
  readonly name: TableName
  /** In the order in which they happened. One page is in memory. */
  pages(): AsyncGenerator<readonly Item[]>
  readonly columns: readonly ColumnName[]
  /** One item may need several rows. */
  rowsOf(item: Item): readonly (readonly Cell[])[]
}

export const TABLES = ['messages', 'votes', 'ballots', 'guests', 'activity'] as const
export type TableName = (typeof TABLES)[number]
