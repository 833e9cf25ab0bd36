import { ReceiptSchema, type Receipt } from '@guestwall/protocol'
import * as v from 'valibot'
import { type Audit, AuditSchema, type AuditVote, canonicalText, hashOf, signedText } from './audit-file.ts'
import { ChainFold, differences, isVoid } from './chain-fold.ts'
import { isReceiptOf } from './receipt.ts'
import { fingerprintOf, isSealed } from './seal.ts'

/** The result of `verify` for a file. */
export interface FileVerdict {
  /** The first fault, as text; `null`: the file is intact. */
  readonly wrong: string | null
  /** The part that was read before the fault. */
  readonly audit: Audit | null
  /** The votes that were added up again. */
  readonly votes: readonly AddedVote[]
  readonly fingerprint: string | null
}

/** A vote of the file, added up again from its entries. */
export interface AddedVote {
  readonly vote: AuditVote
  readonly ballots: number
  readonly counts: ReadonlyMap<string, number>
  /** The number of ballots that the host voided, up to the chain's head. */
  readonly voided: number
}

/** A guest's receipt: the whole one, or the short form that the page shows. */
export type AskedReceipt = Receipt | { readonly seq: number; readonly hashStart: string }

/** The position of a receipt in a file. */
export type ReceiptVerdict =
  | { readonly wrong: string }
  | {
      readonly wrong: null
      readonly vote: AuditVote
      readonly optionIds: readonly string[]
      readonly replacedBy: number | null
      readonly isVoided: boolean
    }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Checks a file by its own content alone; with `key`, also that this key signed it. */
export function verifyAudit(bytes: Uint8Array, key: string | null = null): FileVerdict {
  const read = readAudit(bytes)
  if (typeof read === 'string') return { wrong: read, audit: null, votes: [], fingerprint: null }
  const votes: AddedVote[] = []
  const verdict = (wrong: string | null) => ({ wrong, audit: read, votes, fingerprint: fingerprintOf(read.publicKey) })
  if (new Set(read.votes.map(({ id }) => id)).size < read.votes.length) return verdict('a vote stands in it twice')
  for (const vote of read.votes) {
    const added = addUp(read.session, vote)
    if (typeof added === 'string') return verdict(`vote ${vote.id}: ${added}`)
    votes.push(added)
  }
  if (!isSealed(read.publicKey, signedText(hashOf(read)), read.signature))
    return verdict('the signature is not one over this file by its key')
  if (key !== null && key !== read.publicKey) return verdict('the file was signed with another key than the one given')
  return verdict(null)
}

/** The document, or the reason why these bytes are not one of ours. */
function readAudit(bytes: Uint8Array): Audit | string {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch {
    return 'this is not JSON in UTF-8'
  }
  const parsed = v.safeParse(AuditSchema, value)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return `this is not an audit file of this version: ${v.getDotPath(issue) ?? 'the document'} is wrong or missing`
  }
  const isAsWritten = Buffer.from(canonicalText(parsed.output)).equals(bytes)
  return isAsWritten ? parsed.output : 'the bytes are not as Guestwall writes this content'
}

function addUp(sessionId: string, vote: AuditVote): AddedVote | string {
  const { options, settings, announced, state, head, entries } = vote
  if (new Set(options.map(({ id }) => id)).size < options.length) return 'an option stands in it twice'
  const fold = new ChainFold(sessionId, { id: vote.id, options, ...settings }, announced?.seq ?? 0)
  for (const entry of entries) {
    const fault = fold.add(entry)
    if (fault !== null) return fault
  }
  if (fold.head.seq !== head.seq || fold.head.hash !== head.hash) return `the chain does not end where the file says, at entry ${head.seq}`
  if (announced === null) return 'no result was announced'
  if (state === 'closed' && announced.seq !== head.seq) return 'closed, and the announced result does not tell of all ballots'
  if (fold.atMark === null) return `the announced result reaches entry ${announced.seq}, the chain does not`
  if (announced.counts.map(({ optionId }) => optionId).join() !== options.map(({ id }) => id).join())
    return 'the announced result is not of these options'
  const counts = new Map(announced.counts.map(({ optionId, count }) => [optionId, count]))
  const said = { name: 'announced', sum: { counts, ballots: announced.ballots } }
  const [difference] = differences(options, said, { name: 're-added', sum: fold.atMark })
  if (difference !== undefined) return difference
  return { vote, ...fold.atMark, voided: fold.voided }
}

/** Looks a guest's receipt up in an intact file; a short form in every vote. */
export function findReceipt(audit: Audit, receipt: AskedReceipt): ReceiptVerdict {
  const isWhole = 'signature' in receipt
  if (isWhole && !isReceiptOf(audit.publicKey, receipt)) return { wrong: 'the receipt is not signed with the key of this file' }
  if (isWhole && receipt.session !== audit.session) return { wrong: 'the receipt is of another session' }
  const votes = audit.votes.filter(({ id }) => !isWhole || id === receipt.voteId)
  if (votes.length === 0) return { wrong: 'the vote of the receipt is not in this file' }
  const start = isWhole ? receipt.hash : receipt.hashStart
  for (const vote of votes) {
    const entry = vote.entries[receipt.seq - 1]
    if (entry === undefined || !entry.hash.startsWith(start)) continue
    const later = vote.entries.find(({ replaces }) => replaces === receipt.seq)
    return {
      wrong: null,
      vote,
      optionIds: entry.optionIds,
      replacedBy: later?.seq ?? null,
      isVoided: isVoid(entry) || (later !== undefined && isVoid(later)),
    }
  }
  const isLater = votes.every(({ head }) => head.seq < receipt.seq)
  return {
    wrong: isLater
      ? `the file ends before entry ${receipt.seq}: take one that was written after the receipt`
      : `entry ${receipt.seq} of this file is not the one of the receipt`,
  }
}

/** A receipt from the command line: `17-0a1b2c3d4e5f`, or the JSON of the server's answer; `null` when it is neither. */
export function parseReceipt(text: string): AskedReceipt | null {
  const short = /^([1-9]\d{0,14})-([0-9a-f]{12,64})$/.exec(text.trim().toLowerCase())
  if (short !== null) return { seq: Number(short[1]), hashStart: short[2] as string }
  try {
    return v.parse(v.strictObject(ReceiptSchema.entries), JSON.parse(text))
  } catch {
    return null
  }
}
