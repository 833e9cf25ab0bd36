import { HostClient, type SessionHost } from '@guestwall/client/host'

/** Requests of the console, to the server that served it. A person who waits decides about a second try. */
export function hostClient(operatorToken: string | null = null): HostClient {
  return new HostClient({ retries: 0, operatorToken })
}

export function sessionHost(sessionId: string, hostToken: string): SessionHost {
  return hostClient().session(sessionId, hostToken)
}
