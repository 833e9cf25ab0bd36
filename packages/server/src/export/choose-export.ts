import { type Refusal, refusal } from '@guestwall/protocol'
import { SEPARATORS, type Separator } from './csv.ts'
import { isTimeZone, ownTimeZone } from './local-time.ts'

export const EXPORTS = ['messages', 'votes', 'ballots', 'audit'] as const
export const FORMATS = ['json', 'csv'] as const
export type Exported = (typeof EXPORTS)[number]
export type Format = (typeof FORMATS)[number]

/** The subject and the format of an export. */
export interface ExportChoice {
  readonly what: Exported
  readonly format: Format
  /** The time zone of the local times in a spreadsheet: an IANA name. */
  readonly timeZone: string
  readonly separator: Separator
}

/** A choice as text, before it is checked. */
export type AskedExport = Readonly<Record<'what' | 'format' | 'timeZone' | 'separator', string | null>>

/** Part of the contract, and not built yet. */
const UNBUILT_EXPORT = 'guests'
const UNBUILT_FORMAT = 'xlsx'

/** The choice, or the refusal. Defaults: JSON, this machine's time zone, a comma. */
export function chooseExport(asked: AskedExport): ExportChoice | Refusal {
  const what = EXPORTS.find((name) => name === asked.what)
  const format = FORMATS.find((name) => name === (asked.format ?? 'json'))
  const separator = SEPARATORS.find((name) => name === (asked.separator ?? 'comma'))
  const timeZone = asked.timeZone ?? ownTimeZone()
  if (asked.what === UNBUILT_EXPORT) return notBuilt(`There is no export of guests yet: there are ${EXPORTS.join(', ')}.`)
  if (what === undefined) return wrong(`What must be one of ${EXPORTS.join(', ')}.`)
  if (asked.format === UNBUILT_FORMAT) return notBuilt('There is no xlsx yet: csv opens in Excel as it is, json is for programs.')
  if (format === undefined) return wrong(`Format must be one of ${FORMATS.join(', ')}.`)
  if (what === 'audit' && format !== 'json') return wrong('The audit file is json alone: what is signed has one form.')
  if (separator === undefined) return wrong(`Separator must be one of ${SEPARATORS.join(', ')}.`)
  if (!isTimeZone(timeZone)) return wrong('The time zone must have a name such as Asia/Shanghai.')
  return { what, format, timeZone, separator }
}

function wrong(detail: string): Refusal {
  return refusal('bad_request', { detail })
}

function notBuilt(detail: string): Refusal {
  return refusal('not_supported', { detail })
}
