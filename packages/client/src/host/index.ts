export { RequestError } from '../requests/request-error.ts'
export type { RequestOptions } from '../requests/options.ts'
export type { CallOptions } from '../requests/send-request.ts'
export type { ExportedFile, ExportQuery, KeepsakeQuery } from './fetch-export.ts'
export { HostClient, type HostClientOptions } from './host-client.ts'
export { messageConflict } from './message-conflict.ts'
export type {
  CommandOptions,
  GuestAct,
  GuestActOptions,
  GuestQuery,
  MessageAction,
  MessageActionOptions,
  MessagePage,
  MessageQuery,
  SessionHost,
  VoteAction,
} from './session-host.ts'
export { sessionConflict } from './session-conflict.ts'
export { showScreen } from './show-screen.ts'
export { type SessionLinks, sessionLinks } from './session-links.ts'
