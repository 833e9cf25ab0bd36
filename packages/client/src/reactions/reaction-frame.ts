import {
  isCount,
  isRecord,
  isString,
  isWord,
  listOf,
  nullable,
  objectOf,
  type Reaction,
  type ReactionCounts,
  type Reactions,
  recordOf,
} from '@guestwall/protocol'
import { parseJson } from '../core/parse.ts'

const isCounts = objectOf<ReactionCounts>({ messageId: isString, counts: recordOf(isCount) })
export const isReaction = objectOf<Reaction>({ messageId: isString, kind: nullable(isWord), order: isCount })
export const isReactions = objectOf<Reactions>({ messages: listOf(isCounts), own: listOf(isReaction) })

/** A frame about reactions. `welcome`: one that the client reads as well. */
export type ReactionFrame =
  | { readonly is: 'welcome' }
  | { readonly is: 'counts'; readonly messages: readonly ReactionCounts[] }
  | { readonly is: 'reactions'; readonly reactions: Reactions }
  | { readonly is: 'reacted'; readonly ref: number }
  | { readonly is: 'refused'; readonly ref: number; readonly retryable: boolean; readonly retryAfterMs: number | undefined }

/** The beginnings of the frames that may be about reactions: the others, and large ones among them, are not parsed here. */
const BEGINNING = /^\{"type":"(?:welcome|reactions|ack|error)"/

/** Reads a text of the server; `null`: it is not about reactions. Answers are those to refs beyond `firstRef`. */
export function readReactionFrame(text: string, firstRef: number): ReactionFrame | null {
  if (!BEGINNING.test(text)) return null
  const frame = parseJson(text)
  if (!isRecord(frame)) return null
  if (frame['type'] === 'welcome') return { is: 'welcome' }
  if (frame['type'] === 'reactions') return listOf(isCounts)(frame['messages']) ? { is: 'counts', messages: frame['messages'] } : null
  const ref = isCount(frame['ref']) ? frame['ref'] : 0
  if (ref <= firstRef) return null
  const { reactions, retryAfterMs } = frame
  if (isReactions(reactions)) return { is: 'reactions', reactions }
  if (frame['type'] === 'ack') return { is: 'reacted', ref }
  return { is: 'refused', ref, retryable: frame['retryable'] === true, retryAfterMs: isCount(retryAfterMs) ? retryAfterMs : undefined }
}
