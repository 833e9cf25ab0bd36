import type { PublicSession, Role, Session } from '@guestwall/protocol'
import type { JoinHandler } from '../../../handlers/join-handler.ts'
import type { MessageHandler } from '../../../handlers/message-handler.ts'
import type { PlaceHandler } from '../../../handlers/place-handler.ts'
import type { ReactionHandler } from '../../../handlers/reaction-handler.ts'
import type { ReadHandler } from '../../../handlers/read-handler.ts'
import type { SessionHandler } from '../../../handlers/session-handler.ts'
import type { VoteHandler } from '../../../handlers/vote-handler.ts'
import type { ArrivalCounts } from '../../arrivals.ts'
import type { Slots } from '../../slots.ts'
import type { Credentials } from '../../tokens.ts'
import { acquireSlot } from '../acquire-slot.ts'
import { valueOf } from '../outcome-value.ts'
import { Reply } from '../reply.ts'
import type { RouteHandlers } from '../route-handler.ts'

type GuestRoute =
  | 'getSession'
  | 'join'
  | 'getHistory'
  | 'poll'
  | 'sendMessage'
  | 'castVote'
  | 'getBallot'
  | 'react'
  | 'getReactions'
  | 'getOnline'
  | 'getPlaces'

export interface GuestRouteParts {
  readonly credentials: Credentials
  readonly join: JoinHandler
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly sessions: SessionHandler
  readonly read: ReadHandler
  readonly places: PlaceHandler
  readonly reactions: ReactionHandler
  readonly arrivals: ArrivalCounts
  /** The waiting polls of each credential. */
  readonly polls: Slots<object>
  /** How many polls of a credential may wait; 0: no limit. */
  readonly maxPolls: (role: Role) => number
}

/** The routes that guests use: join, read, write. */
export function guestRoutes(parts: GuestRouteParts): RouteHandlers<GuestRoute> {
  return {
    async getSession({ id: idOrCode }) {
      return publicFacts(valueOf(await parts.sessions.find(idOrCode)))
    },
    async join({ id, body, context }) {
      const { guestName, source } = body
      const previous = body.previous === undefined ? null : await parts.credentials.verify(body.previous)
      const actor = valueOf(await parts.join.join(id, { guestName, source, previous }))
      parts.arrivals.note(context.req.header('host'))
      return { guest: { id: actor.id, name: actor.name }, token: await parts.credentials.issue(actor) }
    },
    async getHistory({ actor, query }) {
      return Reply.encoded(await parts.read.history(actor.sessionId, query.before, query.limit))
    },
    async poll({ actor, query: { epoch, lastEventId, wait, replay }, context }) {
      // Without an epoch or an id there is no position, and the answer is a snapshot (SYNC-3).
      const position = epoch === null || lastEventId === null ? null : { epoch, lastEventId }
      const waitMs = wait * 1000
      const release = waitMs > 0 ? acquireSlot(parts.polls, actor, parts.maxPolls(actor.role)) : () => {}
      try {
        const poll = { position, isWhole: replay !== null, waitMs, isGone: context.req.raw.signal }
        return Reply.encoded(valueOf(await parts.read.poll(actor, poll)))
      } finally {
        release()
      }
    },
    async sendMessage({ actor, body }) {
      const { message, isReplay } = valueOf(await parts.messages.send(actor, body))
      return Reply.withStatus(isReplay ? 200 : 201, { message })
    },
    async castVote({ actor, id: voteId, body }) {
      return { ballot: valueOf(await parts.votes.cast(actor, { ...body, voteId })) }
    },
    async getBallot({ actor, id }) {
      return valueOf(await parts.votes.own(actor, id))
    },
    async getPlaces({ actor }) {
      return valueOf(await parts.places.read(actor))
    },
    async react({ actor, id: messageId, body }) {
      return { reaction: valueOf(await parts.reactions.react(actor, { ...body, messageId })) }
    },
    async getReactions({ actor }) {
      return { reactions: await parts.reactions.read(actor) }
    },
    getOnline: ({ actor, query }) => parts.read.online(actor, query.cursor, query.limit),
  }
}

function publicFacts({ id, code, title, subtitle, state, theme, occasion, opensAt, look }: Session): PublicSession {
  const optional = {
    ...(occasion === undefined ? {} : { occasion }),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(look === undefined ? {} : { look }),
  }
  return { id, code, title, subtitle, state, theme, ...optional }
}
