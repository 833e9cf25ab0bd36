import { IdSchema, MAX_FRAME_BYTES, ScreenReportSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import type { PageReport } from '../../domain/page-report.ts'

/** A report as one server passes it to the others, in the channel of the hints. */
const ReportHintSchema = v.object({
  report: v.object({ screenId: IdSchema, page: IdSchema, report: ScreenReportSchema }),
  server: IdSchema,
})

/** Every report begins so, and no hint. */
const START = '{"report":'

export function encodeReport(server: string, report: PageReport): string {
  return JSON.stringify({ report, server })
}

export function isReport(message: string): boolean {
  return message.startsWith(START)
}

/** `null`: not a valid report. */
export function parseReport(message: string): { readonly report: PageReport; readonly server: string } | null {
  if (message.length > 2 * MAX_FRAME_BYTES) return null
  try {
    const parsed = v.safeParse(ReportHintSchema, JSON.parse(message))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
