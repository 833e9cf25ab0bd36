import type { Vote } from '@guestwall/protocol'
import { languageOf } from '@guestwall/react'
import type { KeepsakeMessages } from './messages.ts'

interface VoteCardProps {
  readonly vote: Vote
  readonly t: KeepsakeMessages
}

/** A vote with the counts of that moment. The length of a bar is the share of all voters. */
export function VoteCard({ vote: { question, options, tally }, t }: VoteCardProps) {
  const voters = tally?.ballots ?? 0
  const most = Math.max(1, ...options.map(({ id }) => tally?.counts[id] ?? 0))
  return (
    <article className="wish vote">
      <h2 lang={languageOf(question)} dir="auto">
        {question}
      </h2>
      <p className="vote__facts">{tally === null ? t.hidden : t.voters(voters)}</p>
      <ul>
        {options.map(({ id, label }) => {
          const count = tally?.counts[id] ?? 0
          const share = voters === 0 ? 0 : count / voters
          return (
            <li key={id} className={tally !== null && count === most ? 'vote__option vote__option--first' : 'vote__option'}>
              <bdi lang={languageOf(label)}>{label}</bdi>
              {tally !== null && (
                <>
                  <span className="vote__share">{Math.round(share * 100)}%</span>
                  <span className="vote__count">{t.votes(count)}</span>
                  <span className="vote__bar">
                    <span style={{ transform: `scaleX(${share})` }} />
                  </span>
                </>
              )}
            </li>
          )
        })}
      </ul>
    </article>
  )
}
