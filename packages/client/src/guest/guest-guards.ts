import {
  type Guard,
  type History,
  isBallot,
  isBoolean,
  isCount,
  isMessage,
  isRecord,
  isString,
  isWord,
  listOf,
  nullable,
  objectOf,
  optional,
  type OwnBallot,
  type PublicSession,
  type Receipt,
  type ServerFacts,
} from '@guestwall/protocol'

/** Guards of the answers to a guest's requests. The schemas would double the size of this entry; a test compares the two. */
export const isPublicSession = objectOf<PublicSession>({
  id: isString,
  code: isString,
  title: isString,
  subtitle: isString,
  state: isWord,
  theme: isWord,
  occasion: optional(isWord),
  opensAt: optional(isString),
  // Its page reads it with care.
  look: optional(isRecord) as Guard<never>,
})

export const isHistory = objectOf<History>({ messages: listOf(isMessage), nextBefore: nullable(isCount) })

const isReceipt = objectOf<Receipt>({ session: isString, voteId: isString, seq: isCount, hash: isString, signature: isString })
export const isOwnBallot = objectOf<OwnBallot>({
  ballot: nullable(isBallot),
  receipt: nullable(isReceipt),
  voided: optional(isBoolean),
})

export const isServerFacts = objectOf<ServerFacts>({
  guestUrl: isString,
  version: isString,
  store: optional(isWord),
  photos: optional(isWord),
})
