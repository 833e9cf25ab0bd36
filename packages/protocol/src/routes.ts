/** How a request shows who makes it: by nothing, by the operator's token, or by a credential of the session. */
export type Access = 'anyone' | 'operator' | 'session'

/** One HTTP request of Wire v1. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `{id}` stands for one id. */
  readonly path: string
  /** Query parameters and body, as SPEC.md lists them. */
  readonly asks: string
  /** Status and body of the answer, as SPEC.md lists them. */
  readonly answers: string
  readonly access: Access
  /** `false`: part of the contract and refused with `not_supported` by this version. */
  readonly isBuilt: boolean
}

const built = (access: Access, method: Route['method'], path: string, asks: string, answers: string): Route => ({
  method,
  path,
  asks,
  answers,
  access,
  isBuilt: true,
})
const planned = (method: Route['method'], path: string, asks: string, answers: string): Route => ({
  ...built('session', method, path, asks, answers),
  isBuilt: false,
})

const HOST_ACTION = '`{key?}`'

/**
 * Every HTTP address of Wire v1 that is not a socket, in the order of SPEC.md. The server refuses what is planned; a test compares the
 * table with SPEC.md, with OpenAPI and with what the server really serves.
 */
export const ROUTES: readonly Route[] = /* @__PURE__ */ (() => [
  built('operator', 'GET', '/api/sessions', '', '`{sessions}`, newest first, each with its credentials'),
  built('operator', 'POST', '/api/sessions', '`{title, …}`', '201 `{session, hostToken, wallToken}`'),
  built('anyone', 'GET', '/api/sessions/{id}', 'id or code', 'what may be known before joining'),
  built('anyone', 'POST', '/api/sessions/{id}/guests', '`{guestName}`', '201 `{guest, token}`'),
  built('session', 'GET', '/api/sessions/{id}/messages', '`before` `limit`', 'history, newest first: `{messages, nextBefore}`'),
  built(
    'session',
    'GET',
    '/api/realtime/poll',
    '`session` `epoch` `lastEventId` `wait` `replay`',
    '`{epoch, from, to, events, hasMore, online}` or `{snapshot, online}`',
  ),
  built('session', 'POST', '/api/realtime/messages', '`{session, key, content, guestName}`', '201 `{message}`; 200 when the key was known'),
  built('session', 'PUT', '/api/realtime/votes/{id}/ballot', '`{key, optionIds}`', '`{ballot}`'),
  built('session', 'GET', '/api/realtime/votes/{id}/ballot', '', '`{ballot, receipt}`, the caller’s own'),
  built('session', 'GET', '/api/realtime/online', '`session` `cursor` `limit`', '`{count, guests, nextCursor}`'),
  built('session', 'PATCH', '/api/host/sessions/{id}', '`{title, …}`', '`{session}`'),
  built('session', 'POST', '/api/host/sessions/{id}/end', HOST_ACTION, '`{session}`'),
  planned('DELETE', '/api/host/sessions/{id}', '', '204'),
  built('session', 'GET', '/api/host/sessions/{id}/joins', '', '`{lastMinute, isUnusual}`, new guests'),
  built('session', 'GET', '/api/host/sessions/{id}/messages', '`status` `before` `limit`', '`{messages, nextCursor}`'),
  built(
    'session',
    'GET',
    '/api/host/sessions/{id}/export',
    '`what` `format` `timeZone` `separator`',
    'messages, votes, ballots or audit as json or csv',
  ),
  built('session', 'POST', '/api/host/sessions/{id}/votes', '`{key, question, options, …}`', '201 `{vote}`, a draft'),
  built('session', 'PATCH', '/api/host/votes/{id}', '`{question, options, …}`', '`{vote}`'),
  ...['open', 'close', 'reveal', 'hide', 'reopen'].map((action) =>
    built('session', 'POST', `/api/host/votes/{id}/${action}`, HOST_ACTION, '`{vote}`'),
  ),
  built('session', 'POST', '/api/host/votes/{id}/rerun', '`{key}`', '`{vote}`'),
  built('session', 'POST', '/api/host/votes/{id}/void', '`{key, joinedFrom, joinedTo}`', '`{vote}`'),
  built('session', 'POST', '/api/host/messages/{id}/remove', '`{key?, eraseName?}`', '`{message}`'),
  ...['approve', 'reject', 'restore', 'pin', 'unpin'].map((action) =>
    planned('POST', `/api/host/messages/{id}/${action}`, HOST_ACTION, '`{message}`'),
  ),
  planned('GET', '/api/host/sessions/{id}/guests', '`cursor` `limit` `query`', '`{guests, nextCursor}`'),
  ...['rename', 'mute', 'unmute', 'remove', 'ban', 'unban'].map((action) =>
    planned('POST', `/api/host/guests/{id}/${action}`, HOST_ACTION, '`{guest}`'),
  ),
  planned('POST', '/api/host/sessions/{id}/credentials', '`{key, name, role}`', '201 `{credential, token, url}`'),
  planned('GET', '/api/host/sessions/{id}/credentials', '', '`{credentials}`'),
  planned('POST', '/api/host/credentials/{id}/revoke', HOST_ACTION, '`{credential}`'),
  built('anyone', 'POST', '/api/operator/sign-in', '`{key}`, of the terminal’s link', '`{operatorToken}`'),
  built('operator', 'GET', '/api/operator/addresses', '', '`{addresses, chosen}`, best first'),
  built('operator', 'PUT', '/api/operator/addresses', '`{url}`, one of them or `null`', '`{addresses, chosen}`'),
  built('anyone', 'GET', '/api/server', '', 'the address that guests use, and the version'),
  built('anyone', 'GET', '/healthz', '', 'whether the process lives'),
  built('anyone', 'GET', '/readyz', '', '200 or 503: whether it can be used, and why not'),
  built('anyone', 'GET', '/metrics', '', 'figures for Prometheus'),
])()
