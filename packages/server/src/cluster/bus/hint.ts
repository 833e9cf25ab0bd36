import { ActedBySchema, EpochSchema, EventIdSchema, EventSchema, IdSchema } from '@guestwall/protocol'
import * as v from 'valibot'
import type { LogEvent, LogSlice } from '../../domain/log-event.ts'

/** A larger batch is published without its events: receivers read them from the store. */
const HINT_CHARS = 64 * 1024
/** The longest hint that is read: a server of another version may send more. */
const MAX_HINT_CHARS = 2 * HINT_CHARS

const LogEventSchema = v.object({
  event: EventSchema,
  audience: v.picklist(['everyone', 'voters', 'hosts', 'author', 'screens']),
  voters: v.exactOptional(v.array(IdSchema)),
  by: v.exactOptional(ActedBySchema),
  recipient: v.exactOptional(IdSchema),
})

/** The message from one server to the others. `events` are exactly those in (`from`, `to`], or absent: the receivers read them from the store. */
const HintSchema = v.pipe(
  v.object({
    server: IdSchema,
    epoch: EpochSchema,
    from: EventIdSchema,
    to: EventIdSchema,
    events: v.exactOptional(v.array(LogEventSchema)),
  }),
  v.check(({ from, to, events }) => from <= to && (events === undefined || events.length === to - from)),
  v.check(({ from, events }) => events?.every(({ event }, index) => event.id === from + index + 1) ?? true),
)
export type Hint = v.InferOutput<typeof HintSchema>

/**
 * The hint of a slice. A slice with anything that is not for every reader is announced without its events: a reader of Redis gets no more than a
 * guest of the session (MOD-3, MOD-6).
 */
export function encodeHint(server: string, { epoch, from, to, events }: LogSlice): string {
  const bare = { server, epoch, from, to }
  const whole = events.every(isForEveryone) ? JSON.stringify({ ...bare, events }) : null
  return whole !== null && whole.length <= HINT_CHARS ? whole : JSON.stringify(bare)
}

function isForEveryone({ audience, voters, by, recipient }: LogEvent): boolean {
  return audience === 'everyone' && voters === undefined && by === undefined && recipient === undefined
}

/** `null`: not a valid hint. A foreign message in Redis must neither stop the process nor change a wall. */
export function parseHint(message: string): Hint | null {
  if (message.length > MAX_HINT_CHARS) return null
  try {
    const parsed = v.safeParse(HintSchema, JSON.parse(message))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
