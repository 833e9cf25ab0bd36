import type { GuestAddressList, ServerFacts } from '@guestwall/protocol'
import { forwardedOrigin } from '../forwarded-origin.ts'

type ListedAddress = GuestAddressList['addresses'][number]

/** Sources of facts about this server. Each is read for every request, because networks change. */
export interface ServerFactsParts {
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | null
  readonly trustsProxy: boolean
  readonly guestUrl: () => string
  readonly version: string
  readonly isStoreFailing: () => boolean
  /** Why this server takes no photos; `null`: it does. */
  readonly photosMissing: () => string | null
  readonly addresses: () => readonly Omit<ListedAddress, 'joined'>[]
  /** How many guests joined at this URL since the start. */
  readonly joinedAt: (url: string) => number | Promise<number>
  readonly chosen: () => string | null
  readonly choose: (url: string | null) => boolean
}

type Header = (name: string) => string | undefined

/** Returns the facts for one request. Behind a trusted proxy guests use the address that the browser sent to the proxy. */
export function factsFor(parts: ServerFactsParts, header: Header): ServerFacts {
  return {
    guestUrl: publicOrigin(parts, header) ?? parts.guestUrl(),
    version: parts.version,
    store: parts.isStoreFailing() ? 'failing' : 'ok',
    photos: parts.photosMissing() === null ? 'ok' : 'missing',
  }
}

/** Lists the addresses that the operator may choose from; empty where the configuration or the proxy determines the address. */
export async function addressesFor(parts: ServerFactsParts, header: Header): Promise<GuestAddressList> {
  if (publicOrigin(parts, header) !== null) return { addresses: [], chosen: null }
  const addresses = await Promise.all(
    parts.addresses().map(async ({ url, adapter, kind }) => ({ url, adapter, kind, joined: await parts.joinedAt(url) })),
  )
  return { addresses, chosen: parts.chosen() }
}

function publicOrigin({ publicUrl, trustsProxy }: ServerFactsParts, header: Header): string | null {
  return publicUrl ?? (trustsProxy ? forwardedOrigin(header) : null)
}
