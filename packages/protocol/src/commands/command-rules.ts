import type * as v from 'valibot'

/** All that the protocol knows of a command besides its schema. */
export interface CommandRules {
  /** One sentence for the generated documents. */
  readonly summary: string
  /** The field of `ack` that holds the result. */
  readonly result: Readonly<Record<string, v.GenericSchema>>
}

/** The fields of `ack` that answer a command with these rules. */
export type CommandResult<Rules extends CommandRules> = {
  readonly [Field in keyof Rules['result']]: v.InferOutput<Rules['result'][Field]>
}
