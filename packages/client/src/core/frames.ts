import { type ErrorFrame, isServerFrame, type PlacesFrame, type ReactionsFrame, type ServerFrame, SILENCE_MS } from '@guestwall/protocol'
import { socketAnswered } from './command-answers.ts'
import { advance, socketOver } from './connection.ts'
import { noteIdentity } from './credential.ts'
import type { Draft } from './draft.ts'
import { readSlice, readSnapshot } from './reading.ts'

/** The code that platforms report for a peer that did not close properly; used here for a peer that does not follow Wire v1. */
const ABNORMAL = 1006

/** A text of the current socket. */
export function frameArrived(draft: Draft, { frame }: { readonly frame: unknown }): void {
  if (isServerFrame(frame)) {
    advance(draft, { type: 'frame' })
    readFrame(draft, frame)
  } else {
    // Not our server (CONN-7).
    draft.effects.push({ type: 'closeSocket' })
    socketOver(draft, { code: ABNORMAL })
  }
}

function readFrame(draft: Draft, frame: ServerFrame): void {
  switch (frame.type) {
    case 'welcome':
      draft.welcome = frame
      draft.silenceMs = Math.min(SILENCE_MS, 2 * frame.heartbeatMs)
      noteIdentity(draft, frame)
      return checkCaughtUp(draft)
    case 'events':
      return readSlice(draft, { ...frame, epoch: draft.welcome?.epoch ?? '' }) ? checkCaughtUp(draft) : advance(draft, { type: 'gap' })
    case 'snapshot':
      readSnapshot(draft, frame, draft.asked)
      return advance(draft, { type: 'caughtUp' })
    case 'ack':
      return socketAnswered(draft, frame.ref, { kind: 'ok', value: frame })
    case 'error':
      return errorArrived(draft, frame)
    case 'online':
      draft.online = frame.count
      return
    case 'goodbye':
      return advance(draft, { type: 'goodbye', reconnectInMs: frame.reconnectInMs })
    case 'heartbeat':
    case 'pong':
      return
    default:
      // The lanes beside the log are read by entries of their own, and a newer server may send more than this version knows.
      frame satisfies PlacesFrame | ReactionsFrame
  }
}

/** The client is connected when the reader has reached the head that `welcome` named (CONN-1). Later this changes nothing. */
function checkCaughtUp(draft: Draft): void {
  const { welcome, reading } = draft
  const { position } = reading
  if (welcome?.recovered && position?.epoch === welcome.epoch && position.lastEventId >= welcome.lastEventId) {
    advance(draft, { type: 'caughtUp' })
  }
}

function errorArrived(draft: Draft, { type: _, ref, ...refusal }: ErrorFrame): void {
  if (ref === undefined) draft.socketRefusal = refusal
  else socketAnswered(draft, ref, { kind: 'refused', status: 0, refusal })
}
