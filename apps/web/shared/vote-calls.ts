import { HostVoteSchema, type Vote } from '@guestwall/protocol'
import { callApi, type Outcome } from './http.ts'
import { randomKey } from './random-key.ts'

/** What a host does with a vote, by its address on the wire. */
export type VoteAction = 'open' | 'close' | 'reveal' | 'hide' | 'reopen' | 'rerun'

/** Each act has its own key, made at the tap (SEND-1). */
export function actOnVote(token: string, voteId: string, action: VoteAction): Promise<Outcome<{ readonly vote: Vote }>> {
  return callApi(HostVoteSchema, `/api/host/votes/${encodeURIComponent(voteId)}/${action}`, {
    method: 'POST',
    token,
    body: { key: randomKey() },
  })
}
