import type { Vote } from '@guestwall/protocol'
import { languageOf, type VoteLabels } from '@guestwall/react'
import type { GuestMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface NewVoteNoteProps {
  readonly vote: Vote
  readonly labels: VoteLabels
  readonly t: GuestMessages
  readonly onVote: () => void
}

/** A line below the tabs when a vote opens: visible while a guest writes, and not modal. The announcer reads it to screen readers. */
export function NewVoteNote({ vote, labels, t, onVote }: NewVoteNoteProps) {
  return (
    <div className="new-vote">
      <p className="new-vote__question" dir="auto" lang={languageOf(vote.question)}>
        {labels.news.opened(vote.question)}
      </p>
      <Button look="text" className="new-vote__go" onClick={onVote}>
        {t.toVote} <span aria-hidden="true">›</span>
      </Button>
    </div>
  )
}
