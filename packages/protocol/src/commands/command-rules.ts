import type * as v from 'valibot'

/** All that the protocol knows of a command besides its schema. */
export interface CommandRules {
  /** One sentence for the generated documents. */
  readonly summary: string
  /** The field of `ack` that holds the result. */
  readonly result: Readonly<Record<string, v.GenericSchema>>
}
