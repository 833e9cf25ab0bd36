import { createHash } from 'node:crypto'
import type { ChainEntry, VoteRecord } from '../domain/vote-record.ts'
import type { StorageReader } from '../storage/storage.ts'
import { AUDIT_FORMAT, AUDIT_VERSION, type Audit, type AuditVote, signedText } from './audit-file.ts'
import { lastTallies, type PublishedTally } from './last-tallies.ts'
import type { Seal } from './seal.ts'

/** Entries read and written at a time. */
const PAGE = 1_000

/**
 * The audit file of a session, in parts. It may be written while ballots arrive: the vote's row has the end of its chain and the published tally,
 * and entries after that end are not written.
 */
export async function* auditFile(reader: StorageReader, sessionId: string, seal: Seal, writtenAt: string): AsyncGenerator<string> {
  const hash = createHash('sha256')
  for await (const piece of unsigned(reader, sessionId, seal.publicKey, writtenAt)) {
    hash.update(piece)
    yield piece
  }
  // The signed document ends here; the file has one more member.
  const signature = seal.sign(signedText(hash.update('}').digest('hex')))
  yield `,"signature":${JSON.stringify(signature)}}\n`
}

/** The document without its signature and without the brace that ends it. */
async function* unsigned(reader: StorageReader, sessionId: string, publicKey: string, writtenAt: string): AsyncGenerator<string> {
  const votes = (await reader.readVotes(sessionId)).filter(({ state }) => state !== 'draft')
  const versions = new Map(votes.flatMap(({ id, published }) => (published === null ? [] : [[id, published.tally.version] as const])))
  const tallies = await lastTallies(reader, sessionId, versions)
  const head: Omit<Audit, 'votes' | 'signature'> = {
    format: AUDIT_FORMAT,
    version: AUDIT_VERSION,
    writtenAt,
    session: sessionId,
    publicKey,
  }
  yield `${openEnded(head)},"votes":[`
  for (const [index, vote] of votes.entries()) {
    yield `${index === 0 ? '' : ','}${openEnded(voteHead(vote, tallies.get(vote.id)))},"entries":[`
    yield* entries(reader, sessionId, vote)
    yield ']}'
  }
  yield ']'
}

async function* entries(reader: StorageReader, sessionId: string, { id, chain }: VoteRecord): AsyncGenerator<string> {
  for (let after = 0; after < chain.seq; ) {
    const page = await reader.readChain(sessionId, id, after, PAGE)
    const last = page.at(-1)
    if (last === undefined) return
    const texts = page.filter(({ seq }) => seq <= chain.seq).map((entry) => JSON.stringify(written(entry)))
    yield `${after === 0 ? '' : ','}${texts.join(',')}`
    after = last.seq
  }
}

function written({ seq, optionIds, replaces, hash }: ChainEntry): AuditVote['entries'][number] {
  return { seq, optionIds: [...optionIds], replaces, hash }
}

function voteHead(vote: VoteRecord, last: PublishedTally | undefined): Omit<AuditVote, 'entries'> {
  const { id, question, options, maxChoices, changeable, results, revealed, state, published, chain } = vote
  return {
    id,
    question,
    options: options.map((option) => ({ id: option.id, label: option.label })),
    settings: { maxChoices, changeable, results, revealed },
    state: state === 'closed' ? 'closed' : 'open',
    // The tally of the log, not the one in the table: readers have seen this one.
    announced:
      last === undefined
        ? null
        : {
            eventId: last.eventId,
            at: last.at,
            version: last.tally.version,
            seq: published?.seq ?? 0,
            ballots: last.tally.ballots,
            counts: options.map((option) => ({ optionId: option.id, count: last.tally.counts[option.id] ?? 0 })),
          },
    head: { seq: chain.seq, hash: chain.hash },
  }
}

function openEnded(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}
