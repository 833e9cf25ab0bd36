import type { Vote } from '@guestwall/protocol'
import { languageOf, resultsAudience, TallyTable, viewResults } from '@guestwall/react'
import type { VoteAction } from '@guestwall/client/host'
import { isOnWall } from './hall-view.ts'
import { turnout } from './turnout.ts'
import { VoidBallots } from './void-ballots.tsx'
import { useKeptFocus } from '../shared/use-kept-focus.ts'
import type { VoteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { TwoStep } from '../shared/ui/two-step.tsx'

interface HostVoteProps {
  readonly vote: Vote
  readonly online: number | null
  /** A screen shows this vote now. */
  readonly isOnScreen: boolean
  /** A screen shows it, or would show it. */
  readonly isSet: boolean
  /** The session still takes votes. */
  readonly isRunning: boolean
  /** `null` for a helper, who only sees it. */
  readonly acts: VoteActs | null
  readonly t: VoteDeskMessages
}

export interface VoteActs {
  readonly onAct: (action: VoteAction) => void
  readonly onEdit: () => void
  readonly onScreen: (shows: boolean) => void
  readonly onVoid: (fromMs: number, toMs: number) => Promise<boolean>
}

/** One vote on the console: one state word, the live count, what the hall sees of it, and what can be done next. */
export function HostVote({ vote, online, isOnScreen, isSet, isRunning, acts, t }: HostVoteProps) {
  const results = viewResults(vote)
  const share = turnout(results.voters, online)
  const focus = useKeptFocus<HTMLElement>()
  return (
    <article {...focus} className={`host-vote host-vote--${vote.state}`} aria-label={vote.question}>
      <p className="host-vote__facts">
        <span className={`console__state console__state--${vote.state}`}>{t.states[vote.state]}</span>
        {vote.state !== 'draft' && <span>{t.ballots(results.voters)}</span>}
        {vote.state === 'open' && share !== null && <span>{t.turnout(share)}</span>}
      </p>
      <h3 className="host-vote__question" dir="auto" lang={languageOf(vote.question)}>
        {vote.question}
      </h3>
      {vote.state === 'draft' || !results.areVisible ? (
        <ol className="host-vote__options">
          {vote.options.map(({ id, label }) => (
            <li key={id} dir="auto" lang={languageOf(label)}>
              {label}
            </li>
          ))}
        </ol>
      ) : (
        <TallyTable rows={results.rows} caption={t.table.caption} labels={t.table} />
      )}
      <p className="host-vote__hall">
        <b>{t.hallSees}</b> {t.hall[resultsAudience(vote)]} {isOnScreen && t.onWall}
      </p>
      {acts !== null && <Actions vote={vote} isSet={isSet} isRunning={isRunning} acts={acts} t={t} />}
      {acts !== null && vote.state !== 'draft' && results.voters > 0 && <VoidBallots onVoid={acts.onVoid} t={t.voiding} />}
    </article>
  )
}

interface ActionsProps extends Pick<HostVoteProps, 'vote' | 'isSet' | 'isRunning' | 't'> {
  readonly acts: VoteActs
}

function Actions({ vote, isSet, isRunning, acts: { onAct, onEdit, onScreen }, t }: ActionsProps) {
  const next = nextAction(vote, isRunning)
  return (
    <div className="host-vote__actions">
      {actionsOf(vote, isRunning).map((action) => (
        <Button key={action} look={action === next ? 'solid' : 'quiet'} onClick={() => onAct(action)}>
          {t.actions[action]}
        </Button>
      ))}
      {vote.state !== 'closed' && isRunning && (
        <Button look="quiet" onClick={onEdit}>
          {t.edit}
        </Button>
      )}
      {vote.state !== 'draft' && (
        <Button look="quiet" onClick={() => onScreen(!isSet)}>
          {isSet ? t.offWall : t.toWall}
        </Button>
      )}
      {isUnused(vote) && (
        <TwoStep ask={t.removal.ask} confirm={t.removal.confirm} keep={t.removal.keep} onConfirm={() => onAct('remove')} />
      )}
    </div>
  )
}

/** The actions with a button of their own. */
type ShownAction = Exclude<VoteAction, 'show' | 'withdraw' | 'remove'>

/** Nobody has voted in it, as far as was told: it can be deleted. While it is open somebody may vote at any moment, so it is closed first. */
export function isUnused({ state, tally }: Vote): boolean {
  return state !== 'open' && (tally?.ballots ?? 0) === 0
}

/** The one thing to do next, in the accent: open, close, show. */
function nextAction(vote: Vote, isRunning: boolean): ShownAction | null {
  const [first] = actionsOf(vote, isRunning)
  return first === undefined || first === 'hide' ? null : first
}

/** The actions on a vote that are possible now, the most likely first. */
export function actionsOf(vote: Vote, isRunning: boolean): ShownAction[] {
  const showOrHide = isOnWall(vote) ? 'hide' : 'reveal'
  switch (vote.state) {
    case 'draft':
      return isRunning ? ['open'] : []
    case 'open':
      return ['close', showOrHide]
    case 'closed':
      return [showOrHide, ...(isRunning ? (['reopen', 'rerun'] as const) : [])]
    default:
      return vote.state satisfies never
  }
}
