import { type ClientFrame, SOCKET_PATH } from '@guestwall/protocol'
import type { SocketCommand } from './client-state.ts'
import { type Draft, setTimer } from './draft.ts'
import type { EntryCommand } from './outbox.ts'

/** A command on a socket without an answer for this long is sent again over another transport, under the same key. */
export const COMMAND_LIMIT_MS = 10_000
/** A late answer raises doubt (CONN-5): a dead socket is found by the first command, and any frame removes the doubt again. */
export const ANSWER_DOUBT_MS = 1_000

export function openSocket(draft: Draft): void {
  const { url, session } = draft.config
  draft.socket = nextNumber(draft)
  const address = `${url.replace(/^http/, 'ws')}${SOCKET_PATH}?session=${encodeURIComponent(session)}`
  draft.effects.push({ type: 'openSocket', socket: draft.socket, url: address })
}

/** A new number for a socket or a command. */
function nextNumber(draft: Draft): number {
  draft.lastNumber += 1
  return draft.lastNumber
}

export function sendFrame(draft: Draft, frame: ClientFrame): void {
  if (draft.socket !== 0) draft.effects.push({ type: 'send', frame })
}

export function sendHello(draft: Draft): void {
  const { position } = draft.reading
  draft.asked = position
  // Fields that are `undefined` are left out of the JSON.
  sendFrame(draft, { type: 'hello', token: draft.identity.token ?? undefined, position: position ?? undefined })
}

/** Sends a command; its answer comes within `COMMAND_LIMIT_MS`, or counts as none. */
export function sendCommand(draft: Draft, command: EntryCommand): void {
  const ref = nextNumber(draft)
  draft.command = { ref, key: command.key, isLate: false }
  setTimer(draft, 'answer', ANSWER_DOUBT_MS)
  sendFrame(draft, { ...command, ref })
}

/** The socket is over. Returns the command that it did not answer. */
export function dropSocket(draft: Draft): SocketCommand | null {
  const { command } = draft
  if (command !== null) setTimer(draft, 'answer', null)
  draft.socket = 0
  draft.welcome = null
  draft.socketRefusal = null
  draft.command = null
  return command
}
