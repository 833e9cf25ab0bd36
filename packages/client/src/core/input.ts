import type { HttpAnswer } from '../types.ts'
import type { TimerName } from './effect.ts'
import type { EntryBody } from './outbox.ts'
import type { Question } from './question.ts'
import type { Position } from '@guestwall/protocol'

/**
 * Everything that can happen to a client, as data. An input that does not apply to the state changes nothing and has no effects.
 * JSON from outside arrives as `unknown`: the core checks it.
 */
export type Input =
  // Calls of the application. `key` is new: the runtime makes it, because it needs many random numbers.
  | { readonly type: 'connect'; readonly guestName?: string | undefined }
  | { readonly type: 'close' }
  | { readonly type: 'queue'; readonly key: string; readonly body: EntryBody }
  | { readonly type: 'retry'; readonly key: string; readonly newKey: string }
  | { readonly type: 'discard'; readonly key: string }
  | { readonly type: 'askOnline'; readonly list: number; readonly cursor: string | null }
  /** Listeners were called with all events up to `position`; `null`: with none of them, because the client is closed. */
  | { readonly type: 'emitted'; readonly position: Position | null }
  // Sockets. `socket` is the number that `openSocket` gave.
  | { readonly type: 'socketOpened'; readonly socket: number }
  /** `frame` is `null` where the text is no JSON. */
  | { readonly type: 'socketFrame'; readonly socket: number; readonly frame: unknown }
  | { readonly type: 'socketClosed'; readonly socket: number; readonly code: number }
  // HTTP and time.
  | { readonly type: 'answered'; readonly question: Question; readonly answer: HttpAnswer }
  /** `isHeld`: of a pause, a place to wait in is held. */
  | { readonly type: 'timer'; readonly timer: TimerName; readonly isHeld?: boolean }
  /** The network may have changed. `isOffline`: the device says that there is none. */
  | { readonly type: 'wake'; readonly isOffline?: boolean | undefined }
  // Storage. Values are parsed JSON, `null` where there is none.
  | { readonly type: 'identityRead'; readonly value: unknown }
  | { readonly type: 'entriesRead'; readonly values: readonly unknown[] }
  | { readonly type: 'entryWritten'; readonly key: string }
  /** Another tab wrote or (`null`) removed an entry. */
  | { readonly type: 'entryChanged'; readonly key: string; readonly value: unknown }
  | { readonly type: 'storageRefused' }

export type InputOf<Type extends Input['type']> = Extract<Input, { readonly type: Type }>

/** The values of the moment of a step. `jitter` is random in [0, 1), new for each step. */
export interface Env {
  readonly nowMs: number
  readonly wallMs: number
  readonly jitter: number
  /** There are `event` listeners. */
  readonly isListening: boolean
}
