import { type CrossedError, crossed, errorOf } from '../stores/store-calls.ts'
import type { Channel } from './channel.ts'

/** A call of a method of a port; `id` null: without an answer. */
interface Call {
  readonly id: number | null
  readonly port: string
  readonly method: string
  readonly args: unknown[]
}

type Answer = { readonly to: number; readonly value: unknown } | { readonly to: number; readonly error: CrossedError }

type Method = (...args: unknown[]) => unknown

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The methods of a remote port that differ from a call with an answer. */
export interface RemoteOptions<Port> {
  /** Methods that are carried out in this process. */
  readonly here?: Partial<Port>
  /** Methods without an answer. They return nothing, never wait and never fail. */
  readonly casts?: readonly (keyof Port)[]
}

/**
 * The other process at the end of a channel: its ports are used as if they were here, and it uses ours. Calls of both kinds begin there in the order in
 * which they were made here. A failed call rejects with `StoreUnavailable`, as a call of the store's thread does.
 */
export class Peer {
  readonly #channel: Channel
  readonly #ports = new Map<string, object>()
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: Error | null = null

  constructor(channel: Channel) {
    this.#channel = channel
    channel.onMessage((message) => this.#onMessage(message as Call | Answer))
  }

  /** Lets the other process use a port. Its arguments and results are plain data. */
  serve(name: string, port: object): void {
    this.#ports.set(name, port)
  }

  /** A port that the other process serves under this name. */
  remote<Port extends object>(name: string, { here = {}, casts = [] }: RemoteOptions<Port> = {}): Port {
    const isCast = new Set<PropertyKey>(casts)
    const methods = new Map<string, Method>()
    return new Proxy(here as Port, {
      get: (own, method) => {
        if (method in own) return Reflect.get(own, method) as unknown
        // An object with a method `then` would count as a promise.
        if (typeof method !== 'string' || method === 'then') return undefined
        const known = methods.get(method)
        if (known !== undefined) return known
        const made: Method = isCast.has(method)
          ? (...args) => this.#channel.send({ id: null, port: name, method, args } satisfies Call)
          : (...args) => this.#call(name, method, args)
        methods.set(method, made)
        return made
      },
    })
  }

  /** The other process is gone: what waits for it is rejected, and so is every later call. */
  end(reason: Error): void {
    this.#ended ??= reason
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }

  #call(port: string, method: string, args: unknown[]): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#channel.send({ id, port, method, args } satisfies Call)
    })
  }

  #onMessage(message: Call | Answer): void {
    if (!('to' in message)) {
      if (message.id === null) this.#carryOut(message)
      else void this.#answer(message.id, message)
      return
    }
    const waiting = this.#waiting.get(message.to)
    this.#waiting.delete(message.to)
    if ('error' in message) waiting?.reject(errorOf(message.error))
    else waiting?.resolve(message.value)
  }

  async #answer(to: number, call: Call): Promise<void> {
    try {
      this.#channel.send({ to, value: await this.#carryOut(call) } satisfies Answer)
    } catch (error) {
      this.#channel.send({ to, error: crossed(error) } satisfies Answer)
    }
  }

  #carryOut({ port, method, args }: Call): unknown {
    const served = this.#ports.get(port)
    if (served === undefined) throw new Error(`no port ${port} is served here`)
    return (Reflect.get(served, method) as Method).apply(served, args)
  }
}
