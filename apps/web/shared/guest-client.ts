import { GuestClient } from '@guestwall/client/guest'

/** Requests of these pages, to the server that served them. A person who waits decides about a second try. */
export function guestClient(): GuestClient {
  return new GuestClient({ retries: 0 })
}
