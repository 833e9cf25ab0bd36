import type { ClientFrame, Position, Wall, WallEvent } from '@guestwall/protocol'
import type { ClientEvents, ClientRefusal, HttpRequest } from '../types.ts'
import type { Identity } from './identity.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Question } from './question.ts'

/** `answer`: a command on the socket has no answer. */
export type TimerName = 'deadline' | 'deliveryDue' | 'send' | 'answer' | PollTimer
/** `poll` reads the wall, `pages` the events that `event` listeners missed. */
export type PollTimer = 'poll' | 'pages'

/** A promise that the application holds: that an entry is kept, its outcome, or a page of the list of guests. */
export type PromiseName = `kept ${string}` | `outcome ${string}` | `online ${number}`

/** An event for `event` listeners, and the position after it. */
export interface PlacedEvent {
  readonly event: WallEvent
  readonly position: Position
}

/** A call of an application's listeners, made after the snapshot is published. */
export type Emission =
  | { readonly type: 'emit'; readonly name: 'state'; readonly args: Parameters<ClientEvents['state']> }
  | { readonly type: 'emit'; readonly name: 'refused'; readonly args: Parameters<ClientEvents['refused']> }
  | { readonly type: 'emit'; readonly name: 'token'; readonly args: Parameters<ClientEvents['token']> }
  | { readonly type: 'emit'; readonly name: 'reset'; readonly args: readonly [wall: Wall, position: Position] }
  /** Ends with the input `emitted`: `to`, or the position of the last call if a listener closed the client. */
  | { readonly type: 'emitEvents'; readonly events: readonly PlacedEvent[]; readonly to: Position }

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>

/** Everything that a client does, as data. The runtime carries them out in order. */
export type Effect =
  | Emission
  // Sockets: there is at most one. Its inputs carry `socket`.
  | { readonly type: 'openSocket'; readonly socket: number; readonly url: string }
  | { readonly type: 'send'; readonly frame: ClientFrame }
  | { readonly type: 'closeSocket' }
  /** Ends with the input `answered`, unless it is aborted before. */
  | { readonly type: 'request'; readonly question: Question; readonly request: HttpRequest }
  /** Gives the place of the poll back, too. */
  | { readonly type: 'abort'; readonly purpose: PollTimer }
  /** Replaces the timer of this name; `null` cancels it. */
  | { readonly type: 'timer'; readonly timer: TimerName; readonly delayMs: number | null }
  /**
   * The pause before a poll. With `holdMs` that poll may wait on the server, if a place is held for so long (`HoldSource`); where there is
   * none the pause lasts `otherwiseMs`. Ends with the input `timer`, which says whether a place is held.
   */
  | {
      readonly type: 'pause'
      readonly timer: PollTimer
      readonly delayMs: number
      readonly holdMs: number
      readonly otherwiseMs: number
    }
  | { readonly type: 'watchWakes' }
  // Storage.
  /** Ends with the input `identityRead`, unless it is loaded already. */
  | { readonly type: 'load' }
  | { readonly type: 'unload' }
  /** Stores a new guest's identity, unless another tab was faster. Ends with the input `identityRead`: the stored one. */
  | { readonly type: 'addIdentity'; readonly value: Identity }
  /** `token`: the credential to which the identity belongs where it was given by option, else `null`. */
  | { readonly type: 'writeIdentity'; readonly token: string | null; readonly value: Identity | null }
  /** Ends with the input `entriesRead`. */
  | { readonly type: 'readEntries'; readonly owner: string }
  | { readonly type: 'watchEntries' }
  /**
   * Waits until storage is loaded. `null` removes. `mayStay`: where the new value is refused, the old one may stay. `isConfirmed`: ends
   * with the input `entryWritten`.
   */
  | {
      readonly type: 'writeEntry'
      readonly key: string
      readonly value: OutboxEntry | null
      readonly mayStay: boolean
      readonly isConfirmed: boolean
    }
  // Promises of the application.
  | { readonly type: 'resolve'; readonly promise: PromiseName; readonly value: unknown }
  | { readonly type: 'reject'; readonly promise: PromiseName; readonly refusal: ClientRefusal }
  /** Ends all requests, the watch for wakes, and the promises but those that wait for storage. */
  | { readonly type: 'end'; readonly refusal: ClientRefusal }
