import * as v from 'valibot'
import { IdSchema } from '../ids.ts'
import { ScreenReportSchema } from '../screen.ts'
import type { CommandRules } from './command-rules.ts'
import { RefField } from './fields.ts'

/** A screen says what it shows. The newest report of a page wins; no report is stored (SCREEN-4). */
export const ReportScreenSchema = v.strictObject({
  type: v.literal('reportScreen'),
  ref: RefField,
  /** Made by the page and the same until it is closed. */
  page: IdSchema,
  report: ScreenReportSchema,
})

export type ReportScreen = v.InferOutput<typeof ReportScreenSchema>

export const reportScreen = {
  summary: 'Says what a screen shows. The answer has the time of the server, from which the screen knows how far its own clock is off.',
  result: { reported: v.object({ wallTimeMs: v.pipe(v.number(), v.safeInteger()) }) },
} as const satisfies CommandRules
