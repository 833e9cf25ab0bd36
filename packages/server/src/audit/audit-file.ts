import { createHash } from 'node:crypto'
import { IdSchema, ResultsSchema, VoteOptionSchema } from '@guestwall/protocol'
import * as v from 'valibot'

/**
 * The audit file. There is only one way to write it: one line of JSON in UTF-8 as `JSON.stringify` writes it, the members in the order below, no
 * spaces, a line feed at the end. So a file is intact exactly when its own content, written again, gives the same bytes, and the signature fits.
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

/** The newest published tally. */
const AnnouncedSchema = v.strictObject({
  eventId: number,
  at: v.string(),
  version: number,
  /** The newest entry of the chain that the tally counts. */
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
  /** A draft is not in the file: it has no ballots, and only the host may see it. */
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
  /** The seal's signature over `signedText` of the document without this member. */
  signature: v.string(),
})
export type Audit = v.InferOutput<typeof AuditSchema>

/** The document as text. Its members must be in the order of the schema, as in a parsed one. */
export function canonicalText(audit: Audit): string {
  return `${JSON.stringify(audit)}\n`
}

/** The text that the seal signs. It has only the hash of the document, so that a server can sign a document that it does not hold in memory. */
export function signedText(sha256: string): string {
  return JSON.stringify([AUDIT_FORMAT, AUDIT_VERSION, sha256])
}

/** The hash of a document without its signature, in hex. */
export function hashOf({ signature: _signature, ...rest }: Audit): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex')
}
