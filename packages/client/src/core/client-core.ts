import { answered } from './answers.ts'
import type { ClientState } from './client-state.ts'
import { answerLate } from './command-answers.ts'
import { advance, socketOver } from './connection.ts'
import type { Draft } from './draft.ts'
import type { Effect } from './effect.ts'
import { discard, entriesRead, entryChangedElsewhere, entryWritten, queue, retry } from './entries.ts'
import { eventsEmitted } from './event-stream.ts'
import { frameArrived } from './frames.ts'
import type { Env, Input, InputOf } from './input.ts'
import { continueJoin, identityRead } from './joining.ts'
import { askOnline, sendOnlineQuestions } from './online-list.ts'
import { pollNow, pollTimerFired } from './polling.ts'
import { kept } from './same.ts'
import { flushNext, retrySending } from './sending.ts'

export interface Step {
  readonly state: ClientState
  readonly effects: readonly Effect[]
}

/** The handler of each input: `draft` becomes the next state. */
const HANDLERS: { readonly [Type in Input['type']]: (draft: Draft, input: InputOf<Type>) => void } = {
  connect,
  close: advance,
  queue,
  retry,
  discard,
  askOnline,
  emitted: eventsEmitted,
  socketOpened: advance,
  socketFrame: frameArrived,
  socketClosed: socketOver,
  answered,
  timer: timerFired,
  wake,
  identityRead,
  entriesRead,
  entryWritten,
  entryChanged: entryChangedElsewhere,
  storageRefused,
}

/**
 * The whole client: the next state, and what to do. Pure. An input that does not apply returns the same state and no effects; an unknown
 * one throws.
 */
export function step(state: ClientState, input: Input, env: Env): Step {
  // Inputs of an older socket do not apply.
  if ('socket' in input && input.socket !== state.socket) return { state, effects: [] }
  const draft: Draft = { ...state, ...env, effects: [] }
  const handle = HANDLERS[input.type] as (draft: Draft, input: Input) => void
  handle(draft, input)
  continueJoin(draft)
  flushNext(draft)
  sendOnlineQuestions(draft)
  const { effects, nowMs: _now, wallMs: _wall, jitter: _jitter, isListening: _listening, ...next } = draft
  return { state: kept(state, next), effects }
}

function connect(draft: Draft, { guestName }: InputOf<'connect'>): void {
  draft.guestName = guestName ?? draft.guestName
  advance(draft, { type: 'connect' })
  draft.effects.push({ type: 'watchWakes' })
}

function storageRefused(draft: Draft): void {
  draft.isDurable = false
}

/** The network may have changed: try everything that waits. */
function wake(draft: Draft, { isOffline }: InputOf<'wake'>): void {
  advance(draft, { type: 'wake' })
  // Then the doubt needs no probe.
  if (isOffline && draft.connection.kind === 'doubting') advance(draft, { type: 'deadline' })
  pollNow(draft)
  retrySending(draft)
}

function timerFired(draft: Draft, { timer, isHeld = false }: InputOf<'timer'>): void {
  switch (timer) {
    case 'deadline':
    case 'deliveryDue':
      return advance(draft, { type: timer })
    case 'send':
      draft.sendAtMs = null
      return
    case 'poll':
    case 'pages':
      return pollTimerFired(draft, timer, isHeld)
    case 'answer':
      return answerLate(draft)
    default:
      return timer satisfies never
  }
}
