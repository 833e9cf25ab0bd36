import type { ClientRefusal, ViewBallot } from '@guestwall/client'
import type { Vote } from '@guestwall/protocol'
import { useLayoutEffect, useRef, useState } from 'react'
import type { VoteLabels } from './vote-labels.ts'
import { refusalText } from './vote-status.tsx'
import { type VoteLook, type VoteNews, voteNews } from './vote-news.ts'
import { choiceText, viewVote } from './vote-view.ts'

export interface VoteAnnouncerProps {
  /** `null` until the wall is known: what is there at first is no news. */
  readonly votes: readonly Vote[] | null
  readonly ballots: readonly ViewBallot[]
  readonly labels: VoteLabels
  readonly reasonOf?: (refusal: ClientRefusal) => string
}

const ownWords = (refusal: ClientRefusal): string => refusal.message

/** Says once, politely, what happens with the votes: a new one, the end of one, one's own ballot counted, the results. */
export function VoteAnnouncer({ votes, ballots, labels, reasonOf = ownWords }: VoteAnnouncerProps) {
  const before = useRef<VoteLook | null>(null)
  const [told, setTold] = useState<{ readonly news: readonly VoteNews[]; readonly count: number } | null>(null)
  // At each picture, before the next can come: a ballot is on its way for a few milliseconds on a good network.
  useLayoutEffect(() => {
    if (votes === null) return
    const now = { votes, ballots }
    const news = voteNews(before.current, now)
    before.current = now
    if (news.length > 0) setTold((known) => ({ news, count: (known?.count ?? 0) + 1 }))
  }, [votes, ballots])
  return (
    <p className="gw-unseen" role="status">
      {told !== null && <span key={told.count}>{told.news.map((each) => sentence(each, labels, reasonOf)).join(' ')}</span>}
    </p>
  )
}

function sentence(news: VoteNews, labels: VoteLabels, reasonOf: (refusal: ClientRefusal) => string): string {
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
