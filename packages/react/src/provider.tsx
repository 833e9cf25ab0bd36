import type { RealtimeClientOptions } from '@guestwall/client'
import { type ReactNode, useContext, useMemo } from 'react'
import { type GuestwallClient, GuestwallContext } from './context.ts'
import { useRealtimeClient } from './hooks/use-realtime-client.ts'
import type { GuestwallMessages } from './messages/messages.ts'

interface SharedProps {
  /** The texts of all components below. Those of an outer provider by default, else English. */
  readonly messages?: GuestwallMessages
  readonly children?: ReactNode
}

interface ClientProps extends SharedProps {
  /** A client of the caller, who also connects and closes it. */
  readonly client: GuestwallClient
  readonly options?: undefined
}

interface OptionsProps extends SharedProps {
  /** Makes a client that is connected while the provider is mounted. Another `url`, `session` or `token` makes another client. */
  readonly options: RealtimeClientOptions
  readonly client?: undefined
}

export type GuestwallProviderProps = ClientProps | OptionsProps

/**
 * Gives a client and the texts to all hooks and components below.
 *
 *     <GuestwallProvider options={{ url: 'https://wall.example', session: 'k3v9', guestName: 'Ana' }}>
 *       <Wall />
 *     </GuestwallProvider>
 */
export function GuestwallProvider(props: GuestwallProviderProps) {
  return props.options === undefined ? <ProvideClient {...props} /> : <ProvideOwnClient {...props} />
}

/** A client of its own, and nothing connects while React renders. */
function ProvideOwnClient({ options, ...shared }: OptionsProps) {
  return <ProvideClient {...shared} client={useRealtimeClient(options)} />
}

function ProvideClient({ client, messages, children }: ClientProps) {
  const outer = useContext(GuestwallContext).messages
  const texts = messages ?? outer
  const value = useMemo(() => ({ client, messages: texts }), [client, texts])
  return <GuestwallContext.Provider value={value}>{children}</GuestwallContext.Provider>
}
