import * as v from 'valibot'
import { EventIdSchema, IdSchema, KeySchema, TimestampSchema } from './ids.ts'

/** `pending`: the host has not decided yet. `removed`: the content is erased (LOG-5). */
export const MessageStatusSchema = v.picklist(['shown', 'pending', 'rejected', 'removed'])
export type MessageStatus = v.InferOutput<typeof MessageStatusSchema>

/** A message (留言). By its `key`, the author's client finds the optimistic entry that it replaces (SEND-3). */
export const WallMessageSchema = v.object({
  id: IdSchema,
  guestId: IdSchema,
  guestName: v.string(),
  content: v.string(),
  status: MessageStatusSchema,
  pinned: v.boolean(),
  createdAt: TimestampSchema,
  eventId: EventIdSchema,
  key: KeySchema,
})
export type WallMessage = v.InferOutput<typeof WallMessageSchema>
