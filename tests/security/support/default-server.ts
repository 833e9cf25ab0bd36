import { ServerProcess } from '../../support/server-process.ts'

/** The server as a user runs it: nothing said, each limit at its default. */
export function startDefaultServer(environment: Record<string, string> = {}): Promise<ServerProcess> {
  const limits = [
    'GUEST_POSTS_PER_MINUTE',
    'SESSION_POSTS_PER_SECOND',
    'JOINS_PER_SECOND',
    'CONNECTS_PER_SECOND',
    'GUEST_REQUESTS_PER_SECOND',
    'GUEST_SOCKETS',
    'ADDRESS_REQUESTS_PER_SECOND',
    'NEWCOMER_SECONDS',
    'BALLOT_AFTER_SECONDS',
  ]
  // An empty variable counts as absent.
  return ServerProcess.start({ environment: { ...Object.fromEntries(limits.map((name) => [name, ''])), ...environment } })
}
