import {
  type ChangeSessionBody,
  type ChangeVoteBody,
  type CreateVoteBody,
  HostMessagesSchema,
  HostVoteSchema,
  type Session,
  SessionSchema,
  type Vote,
  WallMessageSchema,
} from '@guestwall/protocol'
import * as v from 'valibot'
import { callApi, type Outcome } from '../shared/http.ts'
import type { Page } from '../shared/older.ts'
import { randomKey } from '../shared/random-key.ts'

const ChangedSchema = v.object({ session: SessionSchema })
const RemovedSchema = v.object({ message: WallMessageSchema })

/** What a host can do with one wall. Each act has its own key, made at the tap (SEND-1). */
export interface HostCalls {
  remove(messageId: string): Promise<Outcome<unknown>>
  change(change: ChangeSessionBody): Promise<Outcome<{ readonly session: Session }>>
  end(): Promise<Outcome<unknown>>
  older(before: number): Promise<Outcome<Page>>
  /** A draft. */
  createVote(vote: Omit<CreateVoteBody, 'key'>): Promise<Outcome<{ readonly vote: Vote }>>
  /** The ballots of guests who joined between two moments, in Unix milliseconds. */
  voidBallots(voteId: string, fromMs: number, toMs: number): Promise<Outcome<{ readonly vote: Vote }>>
  changeVote(voteId: string, change: ChangeVoteBody): Promise<Outcome<{ readonly vote: Vote }>>
}

const PAGE = 50

export function hostCalls(sessionId: string, token: string): HostCalls {
  const session = `/api/host/sessions/${sessionId}`
  return {
    remove: (messageId) =>
      callApi(RemovedSchema, `/api/host/messages/${messageId}/remove`, { method: 'POST', token, body: { key: randomKey() } }),
    change: (change) => callApi(ChangedSchema, session, { method: 'PATCH', token, body: change }),
    end: () => callApi(ChangedSchema, `${session}/end`, { method: 'POST', token, body: { key: randomKey() } }),
    async older(before) {
      const page = await callApi(HostMessagesSchema, `${session}/messages?status=shown&before=${before}&limit=${PAGE}`, { token })
      if (!page.ok) return page
      const { messages, nextCursor } = page.value
      return { ok: true, value: { messages, nextBefore: nextCursor === null ? null : Number(nextCursor) } }
    },
    createVote: (vote) => callApi(HostVoteSchema, `${session}/votes`, { method: 'POST', token, body: { ...vote, key: randomKey() } }),
    voidBallots: (voteId, fromMs, toMs) =>
      callApi(HostVoteSchema, `/api/host/votes/${voteId}/void`, {
        method: 'POST',
        token,
        body: { key: randomKey(), joinedFrom: new Date(fromMs).toISOString(), joinedTo: new Date(toMs).toISOString() },
      }),
    changeVote: (voteId, change) =>
      callApi(HostVoteSchema, `/api/host/votes/${voteId}`, { method: 'PATCH', token, body: { ...change, key: randomKey() } }),
  }
}
