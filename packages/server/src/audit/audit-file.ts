import { createHash } from 'node:crypto'
import { IdSchema, ResultsSchema, VoteOptionSchema } from '@guestwall/protocol'
import * as v from 'valibot'

/**
 * The audit file. It is written in one way only: one line of JSON in UTF-8 as `JSON.stringify` writes it, the members in the order below,
 * no spaces, a line feed at the end. So a file is intact exactly when it is, byte by byte, what its own content gives when written again,
 * and the signature fits.
 */

export const AUDIT_FORMAT = 'guestwall audit'
export const AUDIT_VERSION = 1

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

const AuditEntrySchema = v.strictObject({
  seq: number,
  optionIds: v.array(IdSchema),
  replaces: v.nullable(number),
  hash: HashSchema,
})

/** The tally that was published last. */
const AnnouncedSchema = v.strictObject({
  eventId: number,
  at: v.string(),
  version: number,
  /** The newest entry of the chain that it tells of. */
  seq: number,
  ballots: number,
  /** In the order of the options. */
  counts: v.array(v.strictObject({ optionId: IdSchema, count: number })),
})

const AuditVoteSchema = v.strictObject({
  id: IdSchema,
  question: v.string(),
  options: v.array(v.strictObject(VoteOptionSchema.entries)),
  settings: v.strictObject({
    maxChoices: number,
    changeable: v.boolean(),
    results: ResultsSchema,
    revealed: v.nullable(v.boolean()),
  }),
  /** A draft has no ballots and is its host's alone. */
  state: v.picklist(['open', 'closed']),
  announced: v.nullable(AnnouncedSchema),
  head: v.strictObject({ seq: number, hash: HashSchema }),
  /** Last, so that a server can write it page by page. */
  entries: v.array(AuditEntrySchema),
})
export type AuditVote = v.InferOutput<typeof AuditVoteSchema>

export const AuditSchema = v.strictObject({
  format: v.literal(AUDIT_FORMAT),
  version: v.literal(AUDIT_VERSION),
  /** ISO 8601. */
  writtenAt: v.string(),
  /** The session's id. */
  session: IdSchema,
  /** Ed25519, raw, in base64url. */
  publicKey: v.string(),
  votes: v.array(AuditVoteSchema),
  /** By the seal, over `signedText` of the document without this member. */
  signature: v.string(),
})
export type Audit = v.InferOutput<typeof AuditSchema>

/** The document as it is written. Expects its members in the order of the schema, as a parsed one has them. */
export function canonicalText(audit: Audit): string {
  return `${JSON.stringify(audit)}\n`
}

/** What the seal signs: the hash of the document without its signature, so that a server need not hold the document to sign it. */
export function signedText(sha256: string): string {
  return JSON.stringify([AUDIT_FORMAT, AUDIT_VERSION, sha256])
}

/** The hash of a document without its signature, in hex. */
export function hashOf({ signature: _signature, ...rest }: Audit): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex')
}
