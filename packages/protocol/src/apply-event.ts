import type { WallEvent } from './event.ts'
import { WALL_MESSAGES, WALL_PINNED_MESSAGES, WALL_VOTES } from './limits.ts'
import type { WallMessage } from './message.ts'
import type { Vote, VotePayload } from './vote.ts'
import type { Wall } from './wall.ts'

/**
 * The reducer: the wall after `event`. Pure, the same code on the server and in the browser.
 * The caller holds the order (SYNC-2); parts that an event does not touch keep their identity.
 */
export function applyEvent(wall: Wall, event: WallEvent): Wall {
  switch (event.type) {
    case 'message.created':
      return putMessage(wall, event.data, event.data.status === 'shown' ? 1 : 0)
    case 'message.shown':
      return putMessage(wall, event.data, 1)
    case 'message.pinned':
      return putMessage(wall, event.data, 0)
    case 'message.unpinned':
      return unpin(wall, event.data.id)
    case 'message.rejected':
    case 'message.removed':
      return dropMessage(wall, event.data.id, event.data.wasShown ? 1 : 0)
    case 'vote.created':
    case 'vote.opened':
      return putVoteLast(wall, event.data)
    case 'vote.closed':
    case 'vote.revealed':
      return replaceVote(wall, event.data)
    case 'vote.tally':
      return putTally(wall, event.data)
    case 'session.changed':
    case 'session.ended':
      return { ...wall, session: event.data }
    case 'guest.removed':
      return wall
    default:
      return event satisfies never
  }
}

/** Puts the message in its place by `eventId`; `newlyShown` is how much the count of shown messages grows. */
function putMessage(wall: Wall, message: WallMessage, newlyShown: 0 | 1): Wall {
  const others = wall.messages.filter((known) => known.id !== message.id)
  const messages = isErased(message) ? others : trimMessages(insertByEventId(others, message))
  return { ...wall, messages, messageCount: wall.messageCount + newlyShown }
}

/** Content is never empty unless it was erased (LOG-5). */
export function isErased(message: WallMessage): boolean {
  return message.content === ''
}

function insertByEventId(messages: readonly WallMessage[], message: WallMessage): WallMessage[] {
  let at = messages.length
  while (at > 0 && (messages[at - 1] as WallMessage).eventId > message.eventId) at -= 1
  return [...messages.slice(0, at), message, ...messages.slice(at)]
}

/** Keeps the newest messages, and the newest pinned ones however old. */
export function trimMessages(messages: WallMessage[]): WallMessage[] {
  if (messages.length <= WALL_MESSAGES) return messages
  const older = messages.slice(0, -WALL_MESSAGES)
  const pinned = older.filter((message) => message.pinned).slice(-WALL_PINNED_MESSAGES)
  return [...pinned, ...messages.slice(-WALL_MESSAGES)]
}

function dropMessage(wall: Wall, id: string, wasShown: 0 | 1): Wall {
  return { ...wall, messages: wall.messages.filter((message) => message.id !== id), messageCount: wall.messageCount - wasShown }
}

function unpin(wall: Wall, id: string): Wall {
  return { ...wall, messages: trimMessages(wall.messages.map((message) => (message.id === id ? { ...message, pinned: false } : message))) }
}

/** The vote that was made or opened last stands last: the newest stay. */
function putVoteLast(wall: Wall, vote: Vote): Wall {
  const known = wall.votes.find((other) => other.id === vote.id)
  const others = wall.votes.filter((other) => other !== known)
  return { ...wall, votes: [...others, known === undefined ? vote : newer(known, vote)].slice(-WALL_VOTES) }
}

/** One that this wall no longer holds stays gone. */
function replaceVote(wall: Wall, vote: Vote): Wall {
  return { ...wall, votes: wall.votes.map((other) => (other.id === vote.id ? newer(other, vote) : other)) }
}

/** The vote as it now is, with whichever tally is newer (VOTE-4). */
function newer(known: Vote, vote: Vote): Vote {
  const isOlder = vote.tally !== null && known.tally !== null && vote.tally.version < known.tally.version
  return isOlder ? { ...vote, tally: known.tally } : vote
}

function putTally(wall: Wall, tally: VotePayload): Wall {
  const votes = wall.votes.map((vote) => {
    if (vote.id !== tally.voteId || (vote.tally !== null && vote.tally.version >= tally.version)) return vote
    return { ...vote, tally }
  })
  return { ...wall, votes }
}
