import {
  type Ballot,
  type ChangeVoteBody,
  type CreateVoteBody,
  MAX_OPTION_GRAPHEMES,
  MAX_TITLE_GRAPHEMES,
  MAX_VOTE_OPTIONS,
  MIN_VOTE_OPTIONS,
  prepareLine,
  type Receipt,
  type Refusal,
  refusal,
  type VoidBallotsBody,
  type Vote,
} from '@guestwall/protocol'
import { receiptOf } from '../audit/receipt.ts'
import type { Seal } from '../audit/seal.ts'
import type { Actor } from '../domain/actor.ts'
import type { RequestOf, VoteAction } from '../log/decide/command.ts'
import { accepted, type Outcome, refused } from '../domain/outcome.ts'
import type { Random } from '../domain/ports.ts'
import { countsAudience } from '../log/decide/publication.ts'
import { isVoided } from '../log/decide/ballots.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Store } from '../log/store.ts'
import { bodyHash } from './body-hash.ts'
import type { PostLimits } from './post-limits.ts'

/** A guest's choice. The schema has checked its form. */
export interface BallotBody {
  readonly key: string
  readonly voteId: string
  readonly optionIds: readonly string[]
}

interface VoteHandlerParts {
  readonly log: SessionLog
  readonly store: Store
  readonly limits: PostLimits
  readonly seal: Seal
  readonly random: Random
}

/** A host's command on a vote, without the actor and the key. */
type VoteRequest = RequestOf<'createVote' | 'changeVote' | 'actOnVote' | 'voidBallots'>

/** Checks ballots of guests and vote actions of hosts. The log decides under its lock whether they apply. */
export class VoteHandler {
  readonly #parts: VoteHandlerParts

  constructor(parts: VoteHandlerParts) {
    this.#parts = parts
  }

  /** Counts the guest's choice, once for each guest and vote (VOTE-2). A repeated ballot costs as much as a new one: both go through the log. */
  async cast(actor: Actor, { key, voteId, optionIds }: BallotBody): Promise<Outcome<Ballot>> {
    const { log, limits } = this.#parts
    const limited = log.refusalOf(actor) ?? (await limits.tryConsumeBallot(actor))
    if (limited !== null) return refused(limited)
    const hash = bodyHash('castVote', voteId, optionIds)
    const outcome = await log.append({ kind: 'castVote', actor, key, bodyHash: hash, voteId, optionIds })
    // The same key with the same body is the same choice, so the answer follows from the request.
    return outcome.ok ? accepted({ voteId, optionIds: [...optionIds] }) : outcome
  }

  /**
   * Reads the caller's own ballot and its receipt; both are `null` before the first ballot. The receipt is given only when the caller may see
   * the counts: two positions in the chain of ballots would otherwise reveal the choices of others (VOTE-5).
   */
  async own(actor: Actor, voteId: string): Promise<Outcome<{ ballot: Ballot | null; receipt: Receipt | null; voided?: true }>> {
    const stored = await this.#parts.store.readBallot(actor.sessionId, voteId, actor.id)
    if (stored === null) return accepted({ ballot: null, receipt: null })
    const { ballot, hash } = stored
    const vote = (await this.#parts.store.readVotes(actor.sessionId)).find(({ id }) => id === voteId)
    const isHidden = vote === undefined || countsAudience(vote) === 'hosts'
    const receipt = isHidden ? null : receiptOf(this.#parts.seal, { session: actor.sessionId, voteId, seq: ballot.seq, hash })
    if (isVoided(ballot)) return accepted({ ballot: null, receipt, voided: true })
    return accepted({ ballot: { voteId, optionIds: [...ballot.optionIds] }, receipt })
  }

  /** Creates a draft. */
  create(actor: Actor, { key, ...body }: CreateVoteBody): Promise<Outcome<Vote>> {
    const { question, options = [] } = prepareTexts(body)
    if (typeof question !== 'string') return Promise.resolve(refused(question ?? refusal('bad_request')))
    const wrong = checkOptions(options, body.maxChoices ?? 1)
    if (wrong !== null) return Promise.resolve(refused(wrong))
    const words = {
      question,
      options: options as string[],
      maxChoices: body.maxChoices ?? 1,
      changeable: body.changeable ?? true,
      results: body.results ?? 'always',
    }
    return this.#append(actor, key, { kind: 'createVote', draft: words })
  }

  change(actor: Actor, voteId: string, { key, ...body }: ChangeVoteBody): Promise<Outcome<Vote>> {
    const labels = body.options?.map(({ label }) => label)
    const { question, options } = prepareTexts({ question: body.question, options: labels })
    if (typeof question === 'object') return Promise.resolve(refused(question))
    const wrong = options === undefined ? null : checkOptions(options, body.maxChoices ?? 1)
    if (wrong !== null) return Promise.resolve(refused(wrong))
    const named = body.options?.map(({ id }, index) => ({ ...(id === undefined ? {} : { id }), label: options?.[index] as string }))
    const change = { ...body, question, options: named }
    return this.#append(actor, key, { kind: 'changeVote', voteId, change })
  }

  /** Voids the ballots of guests who joined within a period, such as those that one device cast as many guests. */
  void(actor: Actor, voteId: string, { key, joinedFrom, joinedTo }: VoidBallotsBody): Promise<Outcome<Vote>> {
    const joined = { fromMs: Date.parse(joinedFrom), toMs: Date.parse(joinedTo) }
    if (!(joined.fromMs <= joined.toMs))
      return Promise.resolve(
        refused(refusal('bad_request', { detail: 'joinedFrom and joinedTo are no times, or the first is after the second.' })),
      )
    return this.#append(actor, key, { kind: 'voidBallots', voteId, joined })
  }

  act(actor: Actor, voteId: string, action: VoteAction, key: string | undefined): Promise<Outcome<Vote>> {
    return this.#append(actor, key, { kind: 'actOnVote', voteId, action })
  }

  async #append(actor: Actor, key: string | undefined, request: VoteRequest): Promise<Outcome<Vote>> {
    const command = { ...request, actor, key: key ?? this.#parts.random.id(), bodyHash: bodyHash(request) }
    const outcome = await this.#parts.log.append(command)
    if (!outcome.ok) return outcome
    return outcome.value.vote === null ? refused(refusal('vote_not_found')) : accepted(outcome.value.vote)
  }
}

/** Prepares each text for storage. A text that cannot be stored becomes its refusal. */
function prepareTexts(words: { question?: string | undefined; options?: readonly string[] | undefined }): {
  question?: string | Refusal
  options?: (string | Refusal)[]
} {
  return {
    ...(words.question === undefined ? {} : { question: prepared(words.question, MAX_TITLE_GRAPHEMES) }),
    ...(words.options === undefined ? {} : { options: words.options.map((label) => prepared(label, MAX_OPTION_GRAPHEMES)) }),
  }
}

function prepared(line: string, maxGraphemes: number): string | Refusal {
  const result = prepareLine(line, maxGraphemes)
  return result.ok ? result.text : refusal(result.code)
}

function checkOptions(options: readonly (string | Refusal)[], maxChoices: number): Refusal | null {
  if (options.length < MIN_VOTE_OPTIONS || options.length > MAX_VOTE_OPTIONS) {
    return refusal('bad_request', { detail: `A vote has ${MIN_VOTE_OPTIONS} to ${MAX_VOTE_OPTIONS} options.` })
  }
  if (maxChoices > options.length) return refusal('bad_request', { detail: 'There are fewer options than may be chosen.' })
  return options.find((option) => typeof option === 'object') ?? null
}
