import * as v from 'valibot'
import { RawTextField } from '../commands/fields.ts'
import { COMMAND_SCHEMAS } from '../generated/commands.ts'
import { PositionSchema, TokenSchema } from '../ids.ts'

/** The first frame (CONN-1). Without a token the server creates a guest named `guestName`. */
export const HelloSchema = v.strictObject({
  type: v.literal('hello'),
  token: v.optional(TokenSchema),
  guestName: v.optional(RawTextField),
  position: v.optional(v.nullable(PositionSchema)),
})
export type Hello = v.InferOutput<typeof HelloSchema>

export const PingSchema = v.strictObject({ type: v.literal('ping') })

/** Every frame that a client may send: `hello`, `ping`, and one command for each file in `commands/`. */
export const ClientFrameSchema = /* @__PURE__ */ v.variant('type', [HelloSchema, ...COMMAND_SCHEMAS, PingSchema])
export type ClientFrame = v.InferOutput<typeof ClientFrameSchema>

/** A client's frame that is answered by `ack` or `error` with the same `ref`. */
export type ClientCommand = Extract<ClientFrame, { ref: number }>
