import * as v from 'valibot'
import { ActedBySchema } from '../guest.ts'
import { EventIdSchema, TimestampSchema } from '../ids.ts'
import type { KnownGuest } from '../guest.ts'
import type { WallMessage } from '../message.ts'
import type { Session } from '../session.ts'
import type { Vote, VotePayload } from '../vote.ts'
import type { Wall } from '../wall.ts'

/**
 * The schema of an event of this type. `by`: the host, helper or screen whose act the event records; only hosts receive it (MOD-6). `data` is a function and each call is marked as pure: the browser's bundle has the rules of the events
 * without their schemas.
 */
export function eventSchema<const Type extends string, Data extends v.GenericSchema>(type: Type, data: () => Data) {
  return v.object({ id: EventIdSchema, type: v.literal(type), at: TimestampSchema, by: v.optional(ActedBySchema), data: data() })
}

/** The values that an event's data can be, whole. */
export interface CarriedValues {
  readonly message: WallMessage
  readonly vote: Vote
  readonly tally: VotePayload
  readonly session: Session
  readonly guest: KnownGuest
}
export type Carried = keyof CarriedValues

/** The value that `Data` is, by its type: the compiler refuses a file that says something else. */
type CarriedBy<Data> = { [Kind in Carried]: Data extends CarriedValues[Kind] ? Kind : never }[Carried]

/** The change that an event makes to one message. */
export interface MessageChange {
  readonly id: string
  readonly change: Partial<WallMessage>
}

/** A name that a host gave a guest. */
export interface GuestName {
  readonly guestId: string
  readonly guestName: string
}

/** The data of the events that a schema describes. */
export type DataOf<Schema extends v.GenericSchema> = (v.InferOutput<Schema> & { readonly data: unknown })['data']

/**
 * The facts of an event type that code outside `events/` reads, so that it tests no type. The reducer of the type is an export of its own: a
 * browser needs it without the rest.
 */
export interface EventRules<Data> {
  /** The value that the event carries whole; `null`: it only names what it is about. */
  readonly carries: [CarriedBy<Data>] extends [never] ? null : CarriedBy<Data>
  /** The change to a message that the event names without carrying it. */
  readonly changeMessage?: (data: Data) => MessageChange
  /** The new name of a guest, on all of its messages whose author's name was not erased. */
  readonly renames?: (data: Data) => GuestName
  /** Whether the change erases text that earlier events carry (LOG-5). */
  readonly erases?: true
}

/** The wall after an event. `keepWindow` follows, so the result may hold more than a wall keeps. */
export type Reduce<Data> = (wall: Wall, data: Data) => Wall
