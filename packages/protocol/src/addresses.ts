/** The HTTP methods of Wire v1. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The method and the path of a request. `{id}` stands for one id. */
export interface Address {
  readonly method: Method
  readonly path: string
}

/** The path of every route of the API begins so. */
export const API_PREFIX = '/api/'

/*
 * The addresses that a guest's client uses. `ROUTES` describes them. They have a module of their own so that a bundle that uses them contains
 * no schema.
 */

/** The path of the WebSocket. */
export const SOCKET_PATH = '/api/realtime/ws'
export const GET_SESSION = { method: 'GET', path: '/api/sessions/{id}' } as const
export const JOIN = { method: 'POST', path: '/api/sessions/{id}/guests' } as const
export const GET_HISTORY = { method: 'GET', path: '/api/sessions/{id}/messages' } as const
export const POLL = { method: 'GET', path: '/api/realtime/poll' } as const
export const SEND_MESSAGE = { method: 'POST', path: '/api/realtime/messages' } as const
export const UPLOAD_PHOTO = { method: 'POST', path: '/api/realtime/photos' } as const
export const GET_LOOK = { method: 'GET', path: '/api/sessions/{id}/look' } as const
export const PUT_LOOK = { method: 'PUT', path: '/api/host/sessions/{id}/look' } as const
export const GET_PHOTO = { method: 'GET', path: '/api/realtime/photos/{id}' } as const
export const CAST_VOTE = { method: 'PUT', path: '/api/realtime/votes/{id}/ballot' } as const
export const GET_BALLOT = { method: 'GET', path: '/api/realtime/votes/{id}/ballot' } as const
export const REACT = { method: 'PUT', path: '/api/realtime/messages/{id}/reaction' } as const
export const GET_REACTIONS = { method: 'GET', path: '/api/realtime/reactions' } as const
export const GET_ONLINE = { method: 'GET', path: '/api/realtime/online' } as const
export const GET_PLACES = { method: 'GET', path: '/api/realtime/places' } as const
export const GET_SERVER = { method: 'GET', path: '/api/server' } as const

/** The path of one request: `{id}` becomes the id, encoded. */
export function pathOf({ path }: Pick<Address, 'path'>, id: string): string {
  return path.replace('{id}', encodeURIComponent(id))
}
