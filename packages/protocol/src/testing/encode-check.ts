import type * as v from 'valibot'
import { setEncodeCheck } from '../encode.ts'
import { parseStrictly } from './parse.ts'

/** One wrong field is usually in every text of a test. */
const MAX_FAULTS = 5

/**
 * Compares every text that the encoders make from now on with its schema, and collects the differences. It does not throw where the text is
 * made: a server turns a thrown error into an answer, and the test could pass. `tests/setup/wire-check.ts` fails each test that leaves a
 * difference here.
 */
export function collectEncodeFaults(): string[] {
  const faults: string[] = []
  setEncodeCheck((schema: v.GenericSchema, json: string) => {
    if (faults.length >= MAX_FAULTS) return
    try {
      parseStrictly(schema, json)
    } catch (error) {
      faults.push((error as Error).message)
    }
  })
  return faults
}
