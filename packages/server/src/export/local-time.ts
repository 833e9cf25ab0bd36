/** The time zone of this machine. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The clocks of a zone change at a quarter of an hour at the earliest. */
const QUARTER_MS = 15 * 60 * 1000

/**
 * The milliseconds since 1970-01-01 00:00 that the clocks of the zone show at an instant. The offset is looked up once for each quarter of an hour: a
 * look-up costs more than a row of a spreadsheet.
 */
export function localMilliseconds(timeZone: string): (iso: string) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const offsetAt = (ms: number): number => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const shown = `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`
    return Date.parse(shown) - ms
  }
  let known = { quarter: Number.NaN, offsetMs: 0 }
  return (iso) => {
    const ms = Date.parse(iso)
    const quarter = Math.floor(ms / QUARTER_MS)
    if (quarter !== known.quarter) known = { quarter, offsetMs: offsetAt(quarter * QUARTER_MS) }
    return ms + known.offsetMs
  }
}

/** Formats instants in local time: `2026-11-22 18:03:05`, which every spreadsheet reads as a time. */
export function localTimes(timeZone: string): (iso: string) => string {
  const local = localMilliseconds(timeZone)
  return (iso) => new Date(local(iso)).toISOString().slice(0, 19).replace('T', ' ')
}
