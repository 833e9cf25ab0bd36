import { type Refusal, refusal } from '@guestwall/protocol'
import { LANGUAGES, type SheetSettings, TABLES } from './cells.ts'
import { SEPARATORS, type Separator } from './csv.ts'
import { isTimeZone, ownTimeZone } from './local-time.ts'

export const EXPORTS = [...TABLES, 'audit'] as const
export const FORMATS = ['json', 'csv', 'xlsx'] as const
export type Exported = (typeof EXPORTS)[number]
export type Format = (typeof FORMATS)[number]

/** How local times, names and csv are written. */
export interface WritingChoice extends SheetSettings {
  readonly separator: Separator
}

/** The subject and the format of an export, the time zone of its local times and the language of its names. */
export interface ExportChoice extends WritingChoice {
  readonly what: Exported
  readonly format: Format
  /** A language was asked for: csv, too, has words in place of the names of the protocol. */
  readonly hasWords: boolean
}

/** A choice as text, before it is checked. */
export type AskedWriting = Readonly<Record<'timeZone' | 'separator' | 'language', string | null>>
export type AskedExport = AskedWriting & Readonly<Record<'what' | 'format', string | null>>

/** The choice, or the refusal. Default: JSON. */
export function chooseExport(asked: AskedExport): ExportChoice | Refusal {
  const what = EXPORTS.find((name) => name === asked.what)
  const format = FORMATS.find((name) => name === (asked.format ?? 'json'))
  if (what === undefined) return wrong(`What must be one of ${EXPORTS.join(', ')}.`)
  if (format === undefined) return wrong(`Format must be one of ${FORMATS.join(', ')}.`)
  if (what === 'audit' && format !== 'json') return wrong('The audit file is json alone: what is signed has one form.')
  const writing = chooseWriting(asked)
  return 'code' in writing ? writing : { what, format, ...writing, hasWords: asked.language !== null }
}

/** The choice, or the refusal. Defaults: this machine's time zone, a comma, English. */
export function chooseWriting(asked: AskedWriting): WritingChoice | Refusal {
  const separator = SEPARATORS.find((name) => name === (asked.separator ?? 'comma'))
  const language = LANGUAGES.find((name) => name === (asked.language ?? 'en'))
  const timeZone = asked.timeZone ?? ownTimeZone()
  if (separator === undefined) return wrong(`Separator must be one of ${SEPARATORS.join(', ')}.`)
  if (language === undefined) return wrong(`Language must be one of ${LANGUAGES.join(', ')}.`)
  if (!isTimeZone(timeZone)) return wrong('The time zone must have a name such as Asia/Shanghai.')
  return { timeZone, separator, language }
}

function wrong(detail: string): Refusal {
  return refusal('bad_request', { detail })
}
