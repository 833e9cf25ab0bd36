import {
  type ClientFrame,
  type ErrorFrame,
  isServerFrame,
  isUnknownFrame,
  type Position,
  type ServerFrame,
  SUBPROTOCOL,
  type Welcome,
} from '@guestwall/protocol'
import type { ConnectionEvent } from '../core/connection-machine.ts'
import type { EntryCommand, EntryResult } from '../core/outbox.ts'
import { parseJson } from '../core/parse.ts'
import type { ClientRefusal, Clock, Socket, SocketFactory } from '../types.ts'
import type { Identity } from './identity.ts'
import type { Reader } from './reader.ts'

/** A command on a socket that is not answered in this time is tried again another way, under the same key. */
export const COMMAND_LIMIT_MS = 10_000
/** An answer that takes longer raises doubt (CONN-5): a dead socket is found by the first who writes, a slow one heals the doubt by any frame. */
export const ANSWER_DOUBT_MS = 1_000
const NORMAL = 1000
/** What a platform reports for a peer that did not close properly; used here for one that does not speak Wire v1. */
const ABNORMAL = 1006

/** What became of a command. `network`: nobody answered, so it may have happened or not. */
export type CommandAnswer =
  | { readonly kind: 'ok'; readonly value: EntryResult }
  | { readonly kind: 'refused'; readonly refusal: ClientRefusal }
  | { readonly kind: 'network' }

/** The present socket, of which there is at most one; what an older one still says is not heard (generations). */
export interface SocketLine {
  open(): void
  close(): void
  sendHello(): void
  sendPing(): void
  /** Calls `onAnswer` exactly once, within `COMMAND_LIMIT_MS`. */
  command(command: EntryCommand, onAnswer: (answer: CommandAnswer) => void): void
}

export interface SocketLineParts {
  /** `null`: there is no socket to open, and `open` is never asked for. */
  readonly factory: SocketFactory | null
  readonly url: string
  readonly clock: Clock
  readonly reader: Reader
  turn(work: () => void): void
  readonly identity: Pick<Identity, 'token' | 'welcomed'>
  dispatch(event: ConnectionEvent): void
  onOnline(count: number): void
}

/** One socket's life: what it was asked, what it promised. */
interface Line {
  socket: Socket | null
  asked: Position | null
  welcome: Welcome | null
  /** An error frame that speaks of the connection: it explains the close that follows. */
  refusal: ClientRefusal | null
}

export function createSocketLine(parts: SocketLineParts): SocketLine {
  const { factory, url, clock, reader, identity, turn, dispatch } = parts
  const waiting = new Map<number, (answer: CommandAnswer) => void>()
  let current: Line | null = null
  let lastRef = 0

  function send(frame: ClientFrame): void {
    current?.socket?.send(JSON.stringify(frame))
  }

  /** The line is over: `then` tells the machine, and only after it the commands, so that they look for another way. */
  function drop(then: (line: Line | null) => void): void {
    const line = current
    const orphans = [...waiting.values()]
    current = null
    waiting.clear()
    then(line)
    for (const answer of orphans) answer({ kind: 'network' })
  }

  function take(line: Line, text: string): void {
    const frame = parseJson(text)
    if (isServerFrame(frame)) {
      dispatch({ type: 'frame' })
      return read(line, frame)
    }
    // A newer server may say more than this version knows; anything else is not our server (CONN-7).
    if (isUnknownFrame(frame)) return
    drop(() => {
      line.socket?.close(NORMAL)
      dispatch({ type: 'socketClosed', code: ABNORMAL, refusal: null })
    })
  }

  function read(line: Line, frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        line.welcome = frame
        identity.welcomed(frame)
        return checkCaughtUp(line)
      case 'events':
        return reader.takeSlice({ ...frame, epoch: line.welcome?.epoch ?? '' }) ? checkCaughtUp(line) : dispatch({ type: 'gap' })
      case 'snapshot':
        reader.takeSnapshot(frame, line.asked)
        return dispatch({ type: 'caughtUp' })
      case 'ack':
        return waiting.get(frame.ref)?.({ kind: 'ok', value: frame })
      case 'error':
        return takeError(line, frame)
      case 'online':
        return parts.onOnline(frame.count)
      case 'goodbye':
        return dispatch({ type: 'goodbye', reconnectInMs: frame.reconnectInMs })
      case 'heartbeat':
      case 'pong':
        return
    }
    frame satisfies never
  }

  /** Connected is said when a recovered reader has reached the head that `welcome` named (CONN-1). Later it says nothing new. */
  function checkCaughtUp(line: Line): void {
    const { welcome } = line
    const position = reader.position()
    if (welcome?.recovered && position?.epoch === welcome.epoch && position.lastEventId >= welcome.lastEventId) {
      dispatch({ type: 'caughtUp' })
    }
  }

  function takeError(line: Line, { type: _, ref, ...refusal }: ErrorFrame): void {
    if (ref === undefined) line.refusal = refusal
    else waiting.get(ref)?.({ kind: 'refused', refusal })
  }

  return {
    open() {
      const line: Line = { socket: null, asked: null, welcome: null, refusal: null }
      current = line
      const ifCurrent = (work: () => void) => {
        if (current === line) turn(work)
      }
      line.socket =
        factory?.(url, SUBPROTOCOL, {
          onOpen: () => ifCurrent(() => dispatch({ type: 'socketOpened' })),
          onText: (text) => ifCurrent(() => take(line, text)),
          onClose: (code) => ifCurrent(() => drop(() => dispatch({ type: 'socketClosed', code, refusal: line.refusal }))),
        }) ?? null
    },
    close() {
      drop((line) => line?.socket?.close(NORMAL))
    },
    sendHello() {
      if (current === null) return
      current.asked = reader.position()
      // What is not there is left out of the JSON.
      send({ type: 'hello', token: identity.token() ?? undefined, position: current.asked ?? undefined })
    },
    sendPing() {
      send({ type: 'ping' })
    },
    command(command, onAnswer) {
      lastRef += 1
      const ref = lastRef
      const finish = (answer: CommandAnswer) => {
        waiting.delete(ref)
        cancel()
        onAnswer(answer)
      }
      let cancel = clock.setTimer(ANSWER_DOUBT_MS, () => {
        cancel = clock.setTimer(COMMAND_LIMIT_MS - ANSWER_DOUBT_MS, () => turn(() => finish({ kind: 'network' })))
        dispatch({ type: 'wake' })
      })
      waiting.set(ref, finish)
      send({ ...command, ref })
    },
  }
}
