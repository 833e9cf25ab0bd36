import type { KnownGuest } from '../guest.ts'
import type { WallMessage } from '../message.ts'
import type { ScreenReport } from '../screen.ts'
import type { Session } from '../session.ts'
import type { Vote, VotePayload } from '../vote.ts'
import type { Wall } from '../wall.ts'

/** Builders of valid values for tests. A test gives only the fields that it is about. */
const AT = '2026-11-22T10:00:00.000Z'

export function aSession(over: Partial<Session> = {}): Session {
  return {
    id: 's1',
    code: 'ABC234',
    title: '小明 & 小红',
    subtitle: '',
    state: 'open',
    moderation: 'off',
    slowModeSeconds: 0,
    layout: 'masonry',
    theme: 'linen',
    createdAt: AT,
    ...over,
  }
}

/** The message that event `eventId` created. */
export function aMessage(eventId: number, over: Partial<WallMessage> = {}): WallMessage {
  return {
    id: `m${eventId}`,
    guestId: 'g1',
    guestName: '小明',
    content: `新婚快乐 ${eventId}`,
    status: 'shown',
    pinned: false,
    createdAt: AT,
    eventId,
    key: `key-${String(eventId).padStart(5, '0')}`,
    ...over,
  }
}

export function aVote(over: Partial<Vote> = {}): Vote {
  return {
    id: 'v1',
    question: '中午吃什么？',
    options: [
      { id: 'o1', label: '饺子' },
      { id: 'o2', label: '面条' },
    ],
    maxChoices: 1,
    state: 'open',
    results: 'always',
    changeable: true,
    tally: null,
    ...over,
  }
}

export function aTally(version: number, over: Partial<VotePayload> = {}): VotePayload {
  return { voteId: 'v1', version, state: 'open', counts: { o1: version, o2: 0 }, ballots: version, ...over }
}

export function aWall(over: Partial<Wall> = {}): Wall {
  return { session: aSession(), messages: [], messageCount: 0, votes: [], ...over }
}

/** A guest on whom no host has acted. */
export function aKnownGuest(over: Partial<KnownGuest> = {}): KnownGuest {
  return {
    id: 'g1',
    name: '小明',
    firstSeenAt: AT,
    lastSeenAt: AT,
    source: 'link',
    isRenamed: false,
    isMuted: false,
    isRemoved: false,
    isBanned: false,
    reason: null,
    by: null,
    ...over,
  }
}

/** The report of a screen that shows nothing. */
export function aScreenReport(over: Partial<ScreenReport> = {}): ScreenReport {
  return {
    width: 1920,
    height: 1080,
    picture: 'masonry',
    cards: [],
    panel: null,
    waiting: 0,
    behindMs: 0,
    position: { epoch: 'e1', lastEventId: 7 },
    version: 0,
    deliveryMs: null,
    ...over,
  }
}
