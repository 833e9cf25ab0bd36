export { RequestError } from '../requests/request-error.ts'
export type { RequestOptions } from '../requests/options.ts'
export type { CallOptions } from '../requests/send-request.ts'
export { GuestClient, type HistoryOptions, type HistoryPage, type SessionReader } from './guest-client.ts'
