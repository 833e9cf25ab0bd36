import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { type ReactNode, useId, useRef } from 'react'
import { languageOf } from '../shared/language-of.ts'
import { TallyTable } from './tally-table.tsx'
import { useBallotDraft } from './use-ballot-draft.ts'
import type { VoteLabels } from '../../messages/vote-labels.ts'
import { type RenderOption, VoteOptions } from './vote-options.tsx'
import { VoteStatus } from './vote-status.tsx'
import { viewVote } from './vote-view.ts'

export interface VoteCardProps {
  readonly vote: Vote
  /** This guest's ballot, `null` without one. */
  readonly ballot: ViewBallot | null
  readonly canVote: boolean
  /** May return a promise. If it rejects and no ballot follows, the choice is reverted. */
  readonly onCast: (voteId: string, optionIds: readonly string[]) => unknown
  readonly onDiscard: (key: string) => void
  readonly labels: VoteLabels
  readonly reasonOf: (refusal: ClientRefusal) => string
  readonly renderOption?: RenderOption | undefined
  /** Rendered below a counted ballot. */
  readonly children?: ReactNode
}

/** One vote: question, options, state of the ballot, and results when they are visible. */
export function VoteCard({ vote, ballot, canVote, onCast, onDiscard, labels, reasonOf, renderOption, children }: VoteCardProps) {
  const id = useId()
  const view = viewVote(vote, ballot, canVote)
  const draft = useBallotDraft(view, ballot, (optionIds) => onCast(vote.id, optionIds))
  const rows = view.results.areVisible && view.results.voters > 0 ? view.results.rows : null
  const isOpen = vote.state === 'open'
  const question = useRef<HTMLHeadingElement>(null)
  const cast = (): void => {
    if (!draft.isUnsent) return
    draft.cast()
    // The button disappears. Move the focus to the question, so that it does not fall back to the document.
    if (!vote.changeable) question.current?.focus()
  }
  return (
    <article className="gw-vote" aria-labelledby={`${id}question`}>
      <p className={`gw-vote__state gw-vote__state--${vote.state}`}>{isOpen ? labels.states.open : labels.states.closed}</p>
      <h3 ref={question} tabIndex={-1} id={`${id}question`} className="gw-vote__question" dir="auto" lang={languageOf(vote.question)}>
        {vote.question}
      </h3>
      {isOpen && (
        <p id={`${id}rule`} className="gw-vote__rule">
          {ruleOf(vote, labels)}
        </p>
      )}
      {view.input !== 'none' && (
        <VoteOptions
          vote={vote}
          draft={draft}
          isCounted={view.status === 'counted'}
          labelledBy={`${id}question`}
          describedBy={`${id}rule`}
          renderOption={renderOption}
        />
      )}
      {view.input === 'none' && rows === null && <FixedOptions vote={vote} chosen={view.chosen} yours={labels.yours} />}
      <VoteStatus vote={vote} view={view} ballot={ballot} draft={draft} onDiscard={onDiscard} labels={labels} reasonOf={reasonOf} />
      {view.input === 'submit' && (
        <button
          type="button"
          className="gw-button gw-vote__cast"
          aria-disabled={!draft.isUnsent || draft.optionIds.length === 0}
          aria-describedby={`${id}question`}
          onClick={cast}
        >
          {castLabel(vote, view.chosen.length > 0, labels)}
        </button>
      )}
      {rows === null ? (
        <p className="gw-vote__hint">{labels.hints[view.results.areVisible ? 'nobody' : view.results.hint]}</p>
      ) : (
        <TallyTable
          rows={rows}
          chosen={view.chosen}
          caption={`${isOpen ? labels.results.soFar : labels.results.final} · ${labels.voters(view.results.voters)}`}
          labels={{ ...labels.results, yours: labels.yours }}
        />
      )}
      {view.chosen.length > 0 && ballot?.delivery !== 'sending' && children}
    </article>
  )
}

function ruleOf({ maxChoices, changeable }: Vote, { rules }: VoteLabels): string {
  if (maxChoices === 1) return changeable ? rules.oneChangeable : rules.oneFinal
  return changeable ? rules.manyChangeable(maxChoices) : rules.manyFinal(maxChoices)
}

function castLabel(vote: Vote, hasVoted: boolean, labels: VoteLabels): string {
  if (!vote.changeable) return labels.castFinal
  return hasVoted ? labels.change : labels.cast
}

interface FixedOptionsProps {
  readonly vote: Vote
  readonly chosen: readonly string[]
  readonly yours: string
}

/** The options as text, when nothing can be chosen and no results are shown. */
function FixedOptions({ vote, chosen, yours }: FixedOptionsProps) {
  return (
    <ul className="gw-options">
      {vote.options.map(({ id, label }) => (
        <li key={id} className={`gw-option gw-option--fixed${chosen.includes(id) ? ' gw-option--chosen' : ''}`}>
          <span className="gw-option__label" dir="auto" lang={languageOf(label)}>
            {label}
          </span>
          {chosen.includes(id) && <span className="gw-tally__own">{yours}</span>}
        </li>
      ))}
    </ul>
  )
}
