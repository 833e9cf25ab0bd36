import * as v from 'valibot'
import { ActedBySchema } from './guest.ts'
import { EventIdSchema, IdSchema, KeySchema, TimestampSchema } from './ids.ts'
import { PhotoSchema } from './photo.ts'

/** `pending`: the host has not decided yet. `removed`: the content is erased (LOG-5). `private`: its author wrote it for the hosts alone (MOD-11). */
export const MessageStatusSchema = v.picklist(['shown', 'pending', 'rejected', 'removed', 'private'])
export type MessageStatus = v.InferOutput<typeof MessageStatusSchema>

/** Those for whom a message is, where it is not for everybody. */
export const RecipientSchema = v.literal('hosts')
export type Recipient = v.InferOutput<typeof RecipientSchema>

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
  /** The photo that belongs to the message. It is read under the same rule as the text (PHOTO-2). */
  photo: v.optional(PhotoSchema),
})
export type WallMessage = v.InferOutput<typeof WallMessageSchema>

/**
 * The rules that hold a message for the host: the mode `approve`; the first message of a guest who came late (`newcomer`) or in a flood; a listed
 * word, a link, an account or a call to get in touch (`contact`), a telephone number, a repetition; a guest whom the host watches; a photo (PHOTO-1). `private`: the author wrote it for the hosts
 * alone; it is never on the wall (MOD-11).
 */
export const HoldRuleSchema = v.picklist([
  'approve',
  'newcomer',
  'flood',
  'word',
  'link',
  'contact',
  'phone',
  'repeat',
  'guest',
  'photo',
  'private',
])
export type HoldRule = v.InferOutput<typeof HoldRuleSchema>

/** Why a message waits. `text`: the part of the message that the rule is about. */
export const HeldReasonSchema = v.object({ rule: HoldRuleSchema, text: v.optional(v.string()) })
export type HeldReason = v.InferOutput<typeof HeldReasonSchema>

/** The status of a message when a ban rejected it: the undo of the ban restores it (PEOPLE-3). */
export const BeforeBanSchema = v.picklist(['shown', 'pinned', 'pending', 'private'])
export type BeforeBan = v.InferOutput<typeof BeforeBanSchema>

/**
 * A message as hosts see it. `held`: why it waits or waited. `decided`: the newest change of its status by a host (MOD-4). `beforeBan`: a ban of its
 * author rejected it, and nobody has decided about it since.
 */
export const HostMessageSchema = v.object({
  ...WallMessageSchema.entries,
  held: v.optional(v.array(HeldReasonSchema)),
  decided: v.optional(v.object({ by: ActedBySchema, at: TimestampSchema })),
  beforeBan: v.optional(BeforeBanSchema),
})
export type HostMessage = v.InferOutput<typeof HostMessageSchema>

/** Whether this is a private message, which its author wrote for the hosts alone, whatever became of it since (MOD-11). */
export function isPrivate({ held }: HostMessage): boolean {
  return held?.some(({ rule }) => rule === 'private') === true
}

/** The message without the fields that are for hosts only. */
export function publicMessage({ held: _, decided: __, beforeBan: ___, ...message }: HostMessage): WallMessage {
  return message
}
