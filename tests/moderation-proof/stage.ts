import type { Position, ServerFrame } from '@guestwall/protocol'
import type { Reader } from './history.ts'

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

/** A socket of a reader. */
export interface Peer {
  readonly isOpen: boolean
  /** Sends a command and resolves with its answer; `null` where the socket ended before. */
  ask(command: object): Promise<ServerFrame | null>
  close(): void
}

/** The Redis of the servers, as somebody who reads it sees it. */
export interface StageRedis {
  /** Calls the listener with every command of a server that has a canary. */
  onCommand(listener: (text: string) => void): void
  /** All that it holds now. */
  holdings(): Promise<string>
  /** It refuses every command, or works again. */
  setAway(isAway: boolean): void
}

/** The servers on which a history runs: in this process with virtual time, or real ones. */
export interface Stage {
  readonly servers: number
  readonly sessionId: string
  /** The parts that the servers share. */
  readonly redis: StageRedis | null
  /** Milliseconds. */
  now(): number
  token(reader: Reader): Promise<string>
  /** Resolves with `null` where the server is gone before it has answered. */
  request(server: number, path: string, token: string | null, init?: RequestInit): Promise<HttpAnswer | null>
  /** Opens a socket, says `hello`, and resolves with the first answer or the end. `onFrame` gets every frame when it is written. */
  open(server: number, token: string, position: Position | null, onFrame: (text: string) => void): Promise<Peer>
  /** Lets time pass until the promise is settled. */
  drive<Result>(promise: Promise<Result>): Promise<Result>
  pass(ms: number): Promise<void>
  /** The server dies, and another one starts in its place. */
  crash(server: number): Promise<void>
  /** Appends more events than a server keeps in memory, and starts the servers again. */
  fill(): Promise<void>
  /** From now on nothing fails. */
  calm(): void
  /** Lines of the servers' logs so far. */
  logLines(): readonly string[]
}
