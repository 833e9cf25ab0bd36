import type { Ballot, OnlineGuest, WallMessage } from '@guestwall/protocol'
import { type Client, createClient } from './runtime/client.ts'
import { watchVote } from './runtime/vote-watch.ts'
import type {
  ClientEvents,
  ClientSnapshot,
  ConnectionState,
  ConnectOptions,
  QueuedMessage,
  RealtimeClientOptions,
  SendMessageOptions,
  VoteListener,
} from './types.ts'

/**
 * A guest's, host's or wall screen's end of one session: reads the log over whatever transport works, keeps what the guest writes
 * until the server has it, and shows both as one snapshot.
 *
 * ```ts
 * const client = new RealtimeClient({ session: 'k3v9', guestName: '小明' })
 * client.subscribe(() => render(client.getSnapshot()))
 * client.connect()
 * await client.sendMessage('新婚快乐', '小明')
 * ```
 */
export class RealtimeClient {
  readonly #client: Client
  /** The present picture; the same object until something changes. Bound, for `useSyncExternalStore`. */
  readonly getSnapshot: () => ClientSnapshot
  /** The snapshot before `connect`, at any time: a server renders it and a browser hydrates it, however far the client has read meanwhile. Bound. */
  readonly getInitialSnapshot: () => ClientSnapshot
  /** Calls after each change of the snapshot. Returns the unsubscribe. Bound, for `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void

  /** Throws a `TypeError` that says what is right where `session` is missing or `url` is no address. Nothing happens before `connect`. */
  constructor(options: RealtimeClientOptions) {
    this.#client = createClient(options)
    this.getSnapshot = this.#client.getSnapshot
    this.getInitialSnapshot = () => this.#client.initial
    this.subscribe = this.#client.subscribe
  }

  get state(): ConnectionState {
    return this.getSnapshot().state
  }

  /**
   * Starts, once. After `close`, or after a refusal ended it, it starts again: with another name where `closedReason` asks for one
   * (`name_reserved`, `name_invalid`), or when the person wants to go on here (`replaced`) or to join anew (`unauthorised`).
   */
  connect(options?: ConnectOptions): void {
    this.#client.dispatch({ type: 'connect', guestName: options?.guestName })
  }

  /** Leaves: no socket, request or timer remains. Entries that were not sent stay stored for the next client. */
  close(): void {
    this.#client.dispatch({ type: 'close' })
  }

  /**
   * Shows the message at once and resolves when it is in the log, which may take offline hours. Before `connect` it is only kept: it is sent
   * after it. Rejects with a `RefusedError`: refused
   * for good, not sendable at all (then there is no entry), or this client is closed: with the refusal that ended it, or `client_closed`.
   */
  sendMessage(content: string, guestName: string, options?: SendMessageOptions): Promise<WallMessage> {
    return outcomeOf(this.queueMessage(content, guestName, options))
  }

  /** Like `sendMessage`, in two steps: resolves when the message is kept by this client, so that a composer may clear its field. */
  queueMessage(content: string, guestName: string, { key, ...options }: SendMessageOptions = {}): Promise<QueuedMessage> {
    return ignoreUnhandled(this.#client.queue({ kind: 'sendMessage', content, guestName, ...options }, key))
  }

  /**
   * Shows this guest's choice at once, in `snapshot.ballots`, and resolves with the ballot when it is counted, which may take offline
   * hours. The last choice is the one that counts in the end. A choice that was not sent yet when a newer one in its vote is made is
   * dropped, and its promise settles as the newer one's does. Rejects with a `RefusedError`: refused for good (`vote_closed`,
   * `vote_final`, …), not a choice at all (then there is no entry), or this client is closed, as with `sendMessage`.
   */
  castVote(voteId: string, optionIds: readonly string[]): Promise<Ballot> {
    return outcomeOf(this.#client.queue({ kind: 'castVote', voteId, optionIds: [...optionIds] }))
  }

  /** Everybody who is here, all pages; before the join it waits for it. Rejects with a `RefusedError`. */
  getOnlineList(): Promise<OnlineGuest[]> {
    return this.#client.listOnline()
  }

  /** Calls at once with the tally that is known, if any, then with each newer one. Returns the unsubscribe. */
  subscribeVotes(voteId: string, callback: VoteListener): () => void {
    return watchVote(this.#client, voteId, callback)
  }

  /** Returns the unsubscribe. */
  on<Name extends keyof ClientEvents>(event: Name, listener: ClientEvents[Name]): () => void {
    return this.#client.on(event, listener)
  }

  /** Sends a refused message or ballot again, as a new one: it gets a new key. */
  retry(key: string): void {
    this.#client.retry(key)
  }

  /** Takes a refused message or ballot away. */
  discard(key: string): void {
    this.#client.dispatch({ type: 'discard', key })
  }
}

/** A caller that does not await the promise reads the refusal in the snapshot; the rejection must not end a process as unhandled. */
function ignoreUnhandled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {})
  return promise
}

function outcomeOf<Result>(queued: Promise<{ readonly settled: Promise<Result> }>): Promise<Result> {
  return ignoreUnhandled(queued.then(({ settled }) => settled))
}
