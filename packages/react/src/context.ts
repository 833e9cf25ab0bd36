import type { RealtimeClient } from '@guestwall/client'
import { createContext } from 'react'
import { messagesEn } from './messages/en.ts'
import type { GuestwallMessages } from './messages/messages.ts'

/** The part of a `RealtimeClient` that the hooks use. A test or a story can pass a plain object. */
export type GuestwallClient = Pick<
  RealtimeClient,
  'subscribe' | 'getSnapshot' | 'getInitialSnapshot' | 'on' | 'queueMessage' | 'castVote' | 'retry' | 'discard' | 'getOnlineList'
>

export interface GuestwallContextValue {
  /** `null` outside a provider. */
  readonly client: GuestwallClient | null
  readonly messages: GuestwallMessages
}

/** The client and the texts of the nearest `<GuestwallProvider>`. Without one there is no client, and the texts are English. */
export const GuestwallContext = createContext<GuestwallContextValue>({ client: null, messages: messagesEn })
