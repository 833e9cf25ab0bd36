import type { Position } from '@guestwall/protocol'
import type { JoinOptions } from '../types.ts'

/** The options that decide what a client does. Plain data: a trace begins with it. */
export interface ClientConfig {
  /** The server's address, without a slash at the end. */
  readonly url: string
  readonly session: string
  /** `false`: there is no socket transport, and the client reads and sends by HTTP only. */
  readonly hasSocket: boolean
  readonly waitsMs: readonly number[]
  readonly pollIntervalMs: number
  readonly pollWaitSeconds: number
  /** A credential given by option, else `null`. */
  readonly token: string | null
  /** Names the guest whose entries this client stores. */
  readonly owner: string
  readonly guestName: string | null
  /** The fields of a join besides the name. */
  readonly join?: JoinOptions | undefined
  /** Where the `event` listener of an earlier client stopped. */
  readonly position: Position | null
}
