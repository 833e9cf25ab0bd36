import { GOING_AWAY } from './close-codes.ts'
import { closingRefusal } from './client-state.ts'
import {
  type Connection,
  canSendOnSocket,
  type ConnectionEffect,
  type ConnectionEvent,
  hasDelivery,
  publicState,
  stepConnection,
} from './connection-machine.ts'
import { forgetIdentity } from './credential.ts'
import type { Draft } from './draft.ts'
import type { Effect } from './effect.ts'
import { emitNext } from './event-stream.ts'
import { noteHealth } from './health.ts'
import { startPolling, stopPolling } from './polling.ts'
import { commandUnanswered, retrySending, stopSending } from './sending.ts'
import { dropSocket, openSocket, sendFrame, sendHello } from './socket-session.ts'

/** Runs the connection machine with one event, and does everything that follows from its new state. */
export function advance(draft: Draft, event: ConnectionEvent): void {
  const { connection: before } = draft
  const publicBefore = publicState(draft)
  const { state, effects } = stepConnection(before, event, draft)
  draft.connection = state
  for (const effect of effects) carryOut(draft, effect)
  if (hasDelivery(state, 'on') && draft.identity.token !== null) startPolling(draft, 'poll')
  else stopPolling(draft, 'poll')
  noteSocketHealth(draft, event, before)
  if (state === before) return
  const publicNow = publicState(draft)
  if (publicNow !== publicBefore) draft.effects.push({ type: 'emit', name: 'state', args: [publicNow] })
  if (state.kind === 'closed') closed(draft)
  else if (state.kind !== before.kind) {
    retrySending(draft)
    emitNext(draft)
  }
}

function carryOut(draft: Draft, effect: ConnectionEffect): void {
  switch (effect.type) {
    case 'join':
      draft.effects.push({ type: 'load' })
      if (draft.join === 'none') draft.join = 'wanted'
      return
    case 'openSocket':
      return openSocket(draft)
    case 'sendHello':
      return sendHello(draft)
    case 'sendPing':
      return sendFrame(draft, { type: 'ping' })
    case 'closeSocket':
      return closeSocket(draft)
    default:
      draft.effects.push(effect satisfies Effect)
  }
}

function closeSocket(draft: Draft): void {
  if (draft.socket !== 0) draft.effects.push({ type: 'closeSocket' })
  commandUnanswered(draft, dropSocket(draft))
}

/** The socket is over. The machine is told first, so that the commands without an answer are sent over another transport. */
export function socketOver(draft: Draft, { code }: { readonly code: number }): void {
  const refusal = draft.socketRefusal
  const unanswered = dropSocket(draft)
  advance(draft, { type: 'socketClosed', code, refusal })
  commandUnanswered(draft, unanswered)
}

/** A socket says less about its trouble than HTTP does, so the answers of polls count while they come. */
function noteSocketHealth(draft: Draft, event: ConnectionEvent, before: Connection): void {
  const { connection, poll, nowMs } = draft
  const isWell = canSendOnSocket(connection) || connection.kind === 'closed'
  if (!isWell && poll.isFlowing) return
  const isFromServer = event.type === 'goodbye' || (event.type === 'socketClosed' && (event.code >= 4000 || event.code === GOING_AWAY))
  const isLost = event.type === 'socketClosed' || event.type === 'deadline'
  if (isWell) noteHealth(draft, null)
  else if (isFromServer) noteHealth(draft, 'server')
  // The trouble began with the doubt.
  else if (isLost) noteHealth(draft, draft.health.trouble ?? 'network', false, before.kind === 'doubting' ? before.sinceMs : nowMs)
}

/** Ends everything: no socket, request, timer or promise remains. */
function closed(draft: Draft): void {
  const refusal = closingRefusal(draft)
  if (refusal === null) return
  if (refusal.code === 'unauthorised') forgetIdentity(draft)
  // Another tab may change what is stored before this client starts again.
  draft.effects.push({ type: 'unload' })
  draft.isLoaded = false
  stopSending(draft)
  stopPolling(draft, 'pages')
  draft.effects.push({ type: 'end', refusal })
  draft.onlineQuestions = []
  if (draft.join === 'wanted') draft.join = 'none'
}
