import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { useLayoutEffect, useRef, useState } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { VoteLabels } from '../../messages/vote-labels.ts'
import { refusalText } from './refusal-text.ts'
import { type VotesState, type VoteNews, voteNews } from './vote-news.ts'
import { choiceText, viewVote } from './vote-view.ts'

export interface VoteAnnouncerProps {
  /** `null` until the wall is known. Votes that exist at first are not announced. */
  readonly votes: readonly Vote[] | null
  readonly ballots: readonly ViewBallot[]
  /** The provider's texts by default. */
  readonly labels?: VoteLabels | undefined
  readonly reasonOf?: (refusal: ClientRefusal) => string
}

const serverMessage = (refusal: ClientRefusal): string => refusal.message

/** Announces changes of votes to screen readers, once and politely: a vote opened or closed, the own ballot was counted, results arrived. */
export function VoteAnnouncer({ votes, ballots, labels: givenLabels, reasonOf = serverMessage }: VoteAnnouncerProps) {
  const catalog = useCatalog()
  const labels = givenLabels ?? catalog.votes
  const before = useRef<VotesState | null>(null)
  const [announcement, setAnnouncement] = useState<{ readonly news: readonly VoteNews[]; readonly count: number } | null>(null)
  // A layout effect sees every snapshot. On a fast network a ballot is in the state `sending` for a few milliseconds only.
  useLayoutEffect(() => {
    if (votes === null) return
    const now = { votes, ballots }
    const news = voteNews(before.current, now)
    before.current = now
    if (news.length > 0) setAnnouncement((known) => ({ news, count: (known?.count ?? 0) + 1 }))
  }, [votes, ballots])
  return (
    <p className="gw-unseen" role="status">
      {announcement !== null && (
        <span key={announcement.count}>{announcement.news.map((each) => sentenceOf(each, labels, reasonOf)).join(' ')}</span>
      )}
    </p>
  )
}

function sentenceOf(news: VoteNews, labels: VoteLabels, reasonOf: (refusal: ClientRefusal) => string): string {
  switch (news.kind) {
    case 'opened':
    case 'closed':
    case 'results':
      return labels.news[news.kind](news.vote.question)
    case 'counted':
      return labels.news.counted(choiceText(news.vote, news.ballot.optionIds))
    case 'late':
    case 'refused':
      return refusalText(news.vote, viewVote(news.vote, news.ballot, true), news.ballot, labels, reasonOf)
    default:
      return news satisfies never
  }
}
