import type { ClientSnapshot, RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import type { LanguageChoice } from '../shared/language.ts'
import type { Closing } from './closing.ts'
import type { LaterPart } from './load-later-part.ts'
import type { GuestMessages } from './messages.ts'
import type { RoomLabels } from './room-labels.ts'
import type { SlowMode } from './slow-mode.ts'
import type { PrivateWords } from './private/private-messages.ts'
import type { PhotoRoom } from './use-photo-part.ts'

/** The facts of a room that all its parts read. */
export interface RoomView {
  readonly client: RealtimeClient
  readonly snapshot: ClientSnapshot
  readonly session: PublicSession
  /** The name of the guest's next message. */
  readonly name: string
  readonly token: string | null
  readonly choice: LanguageChoice
  readonly t: GuestMessages
  readonly labels: RoomLabels
  /** Why nothing can be written now; `null` when it can. */
  readonly closing: Closing | null
  /** `null` until it is loaded, and on a page that needs none of it. */
  readonly later: LaterPart | null
  readonly photos: PhotoRoom | null
  /** `null`: the host lets everybody write as often as they like. */
  readonly slow: SlowMode | null
  /** The words at messages for the hosts alone. `null` until they are loaded. */
  readonly privately: PrivateWords | null
}
