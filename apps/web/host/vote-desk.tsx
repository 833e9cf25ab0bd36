import type { Layout, Session, Vote } from '@guestwall/protocol'
import type { SessionHost } from '@guestwall/client/host'
import { wallVote } from '@guestwall/react'
import { useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { useKeptFocus } from '../shared/use-kept-focus.ts'
import { actorName } from './actor-name.ts'
import { HostVote, type VoteActs } from './host-vote.tsx'
import { lifeMessages } from './life/messages.ts'
import type { Colleagues } from './use-host-acts.ts'
import { useVoteActs } from './use-vote-acts.ts'
import { changeBody, createBody, isFixed, type VoteDraft } from './vote-draft.ts'
import { VoteForm } from './vote-form.tsx'
import { voteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface VoteDeskProps {
  readonly session: Session
  readonly votes: readonly Vote[]
  /** The votes whose results are on a screen now; `null`: no screen says so. */
  readonly onScreens: ReadonlySet<string> | null
  /** Shows a layout on every screen. */
  readonly showLayout: (layout: Layout) => void
  readonly online: number | null
  readonly host: SessionHost
  /** A helper sees votes and does not act on them. */
  readonly isModerator: boolean
  /** Shows the refusal of a call; resolves to whether it was taken. */
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly colleagues: Colleagues
  readonly language: Language
}

/** The open form: a new vote, or a change of one. */
type Writing = 'new' | { readonly voteId: string } | null

/** The host's votes, the one made or opened last first. */
export function VoteDesk({
  session,
  votes,
  onScreens,
  showLayout,
  online,
  host,
  isModerator,
  report,
  colleagues,
  language,
}: VoteDeskProps) {
  const t = voteDeskMessages(language)
  const [writing, setWriting] = useState<Writing>(null)
  const focus = useKeptFocus<HTMLDivElement>()
  const isRunning = session.state !== 'ended'
  const onWallId = wallVote(votes)?.id ?? null
  const { act, done, late, undo } = useVoteActs({ host, report, onScreen: onWallId, colleagues })
  const lateVote = votes.find(({ id }) => id === late?.voteId)

  const create = async (draft: VoteDraft, opensNow: boolean): Promise<boolean> => {
    const call = host.createVote(createBody(draft))
    const isTaken = await report(call)
    // A draft that could not be opened is still there to be opened: the form has done its work.
    if (isTaken && opensNow) await act((await call).id, 'open')
    return isTaken
  }
  const change = (vote: Vote, draft: VoteDraft): Promise<boolean> =>
    report(host.changeVote(vote.id, changeBody(draft, vote, isFixed(vote))))
  /** Puts the vote on the screens, as it is, or the messages. */
  const onScreen = async (vote: Vote, shows: boolean): Promise<void> => {
    if (shows && vote.id !== onWallId && !(await act(vote.id, 'show'))) return
    showLayout(shows ? 'results' : 'masonry')
  }

  const actsOn = (vote: Vote): VoteActs => ({
    onAct: (action) => void act(vote.id, action),
    onEdit: () => setWriting({ voteId: vote.id }),
    onVoid: (fromMs, toMs) => report(host.voidBallots(vote.id, { from: new Date(fromMs), to: new Date(toMs) })),
    onScreen: (shows) => void onScreen(vote, shows),
  })

  return (
    <div {...focus} className="votes">
      <div className="votes__head">
        {!isModerator && isRunning && writing !== 'new' && (
          <Button look="quiet" onClick={() => setWriting('new')}>
            {t.create}
          </Button>
        )}
        <div role="status" className="votes__done">
          {late !== null && (
            <span>
              {lifeMessages(language).conflict(
                late.by && actorName(late.by, language),
                lateVote === undefined ? t.done.remove : t.states[lateVote.state],
              )}
            </span>
          )}
          {done !== null && (
            <>
              <span>{t.done[done.action]}</span>
              {done.undo !== null && (
                <Button look="quiet" onClick={undo}>
                  {t.undo}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
      <div className="votes__list">
        {writing === 'new' && <VoteForm vote={null} onSave={create} onClose={() => setWriting(null)} t={t.form} />}
        {votes.length === 0 && writing === null && <p className="queue__empty">{t.none}</p>}
        {[...votes]
          .reverse()
          .map((vote) =>
            writing !== null && writing !== 'new' && writing.voteId === vote.id ? (
              <VoteForm key={vote.id} vote={vote} onSave={(draft) => change(vote, draft)} onClose={() => setWriting(null)} t={t.form} />
            ) : (
              <HostVote
                key={vote.id}
                vote={vote}
                online={online}
                isOnScreen={onScreens?.has(vote.id) ?? false}
                isSet={onScreens?.has(vote.id) ?? (vote.id === onWallId && session.layout === 'results')}
                isRunning={isRunning}
                acts={isModerator ? null : actsOn(vote)}
                t={t}
              />
            ),
          )}
      </div>
    </div>
  )
}
