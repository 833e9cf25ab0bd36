import type * as v from 'valibot'
import type { WallEvent } from './events/event.ts'
import { EventSchema } from './events/event.ts'
import type { PollEvents } from './http.ts'
import { HistorySchema, PollEventsSchema, PollSnapshotSchema } from './http.ts'
import type { WallMessage } from './message.ts'
import { WallMessageSchema } from './message.ts'
import type { ServerFrame, Snapshot } from './frames/server-frame.ts'
import { EventsSchema, ServerFrameSchema, SnapshotBodySchema, SnapshotSchema } from './frames/server-frame.ts'

declare const encodedAs: unique symbol

/** JSON text of a `Value`. Only an encoder makes one, so a spliced part has always the form that its place needs. */
export type Encoded<Value> = string & { readonly [encodedAs]: Value }

/** Compares an encoded text with the schema that it must match. */
export type EncodeCheck = (schema: v.GenericSchema, json: string) => void

let check: EncodeCheck | null = null

/** Checks every encoded text from now on. Only tests install a check (`@guestwall/protocol/testing`); production pays one comparison. */
export function setEncodeCheck(next: EncodeCheck | null): void {
  check = next
}

function checked<Value>(schema: v.GenericSchema, json: string): Encoded<Value> {
  check?.(schema, json)
  return json as Encoded<Value>
}

/** The JSON text of `value`, which `schema` describes: the body of an HTTP answer. */
export function encodeAnswer<Schema extends v.GenericSchema>(schema: Schema, value: v.InferInput<Schema>): Encoded<v.InferInput<Schema>> {
  return checked(schema, JSON.stringify(value))
}

/** A frame that the server builds for one reader. Frames with many readers have encoders of their own below. */
export function encodeFrame(frame: ServerFrame): Encoded<ServerFrame> {
  return checked(ServerFrameSchema, JSON.stringify(frame))
}

/** An event, encoded once for all readers who may see it in this form. */
export function encodeEvent(event: WallEvent): Encoded<WallEvent> {
  return checked(EventSchema, JSON.stringify(event))
}

/** A range of the log with the events of one view, whose texts exist already. */
export interface EncodedSlice {
  readonly from: number
  readonly to: number
  readonly events: readonly Encoded<WallEvent>[]
}

/** An `events` frame, spliced from encoded events. */
export function encodeEvents({ from, to, events }: EncodedSlice): Encoded<ServerFrame> {
  return checked(EventsSchema, `{"type":"events","from":${from},"to":${to},"events":[${events.join(',')}]}`)
}

/** A snapshot, encoded once for all readers with the same view. */
export function encodeSnapshot(snapshot: Snapshot): Encoded<Snapshot> {
  return checked(SnapshotBodySchema, JSON.stringify(snapshot))
}

/** A `snapshot` frame, spliced from an encoded snapshot. */
export function encodeSnapshotFrame(snapshot: Encoded<Snapshot>): Encoded<ServerFrame> {
  return checked(SnapshotSchema, `{"type":"snapshot",${snapshot.slice(1)}`)
}

/** The answer to a poll that got a slice of the log, spliced from encoded events. */
export function encodePollEvents(
  slice: EncodedSlice,
  rest: Pick<PollEvents, 'epoch' | 'hasMore' | 'online'>,
): Encoded<v.InferInput<typeof PollEventsSchema>> {
  const { epoch, hasMore, online } = rest
  const head = `{"epoch":${JSON.stringify(epoch)},"from":${slice.from},"to":${slice.to}`
  const tail = `"hasMore":${hasMore},"online":${JSON.stringify(online)}}`
  return checked(PollEventsSchema, `${head},"events":[${slice.events.join(',')}],${tail}`)
}

/** The answer to a poll without a valid position (SYNC-3), spliced from an encoded snapshot. */
export function encodePollSnapshot(
  snapshot: Encoded<Snapshot>,
  online: PollEvents['online'],
): Encoded<v.InferInput<typeof PollSnapshotSchema>> {
  return checked(PollSnapshotSchema, `{"snapshot":${snapshot},"online":${JSON.stringify(online)}}`)
}

/** A message of the history. Its length is known before the page is complete. */
export function encodeMessage(message: WallMessage): Encoded<WallMessage> {
  return checked(WallMessageSchema, JSON.stringify(message))
}

/** A page of the history, spliced from encoded messages. */
export function encodeHistory(
  messages: readonly Encoded<WallMessage>[],
  nextBefore: number | null,
): Encoded<v.InferInput<typeof HistorySchema>> {
  return checked(HistorySchema, `{"messages":[${messages.join(',')}],"nextBefore":${nextBefore}}`)
}
