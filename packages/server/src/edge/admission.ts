import { type ErrorCode, refusal } from '@guestwall/protocol'
import type { Context } from 'hono'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Actor } from '../domain/actor.ts'
import type { Standing } from './leaky-buckets.ts'
import { type Clock, pause } from '../domain/ports.ts'
import type { KnownCredentials } from './known-credentials.ts'
import { peerAddress } from './peer-address.ts'
import { RefusedRequest } from './http/problem.ts'
import type { Credentials } from './tokens.ts'
import { type Account, COST, costOf, holdMs, refusedCost, type Traffic } from './traffic.ts'

/** Node's request and response, as the listener passes them; absent when a test calls the adapter in the process. */
export interface NodeBindings {
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
}

interface AdmissionParts {
  readonly credentials: Credentials
  readonly traffic: Traffic
  readonly known: KnownCredentials
  readonly clock: Clock
  readonly trustsProxy: boolean
}

/** The account that pays for a request, and its cost on arrival. */
interface Bill {
  readonly account: Account
  readonly units: number
}

/**
 * Admits requests. A request with a valid credential is charged to the credential, over all of its connections and sockets; any other request
 * to its address. A sender that is too fast is delayed, then refused; a refused request costs more. A delay occupies one connection, and each
 * connection has one request at a time.
 */
export class Admission {
  readonly #parts: AdmissionParts
  readonly #bills = new WeakMap<Request, Bill>()

  constructor(parts: AdmissionParts) {
    this.#parts = parts
  }

  /** Runs first for every request. A credential that was valid recently is charged later, in `actor`. */
  async enter(context: Context): Promise<void> {
    const token = bearer(context)
    if (token !== null && this.#parts.known.has(token)) return
    await this.#charge(context, this.#address(context), COST.request, (standing) => standing.waitMs)
  }

  /** Verifies the credential and charges it, before the body is read. `units`: the cost without the size. */
  async actor(context: Context, units: number = COST.request): Promise<Actor> {
    const { credentials, known, traffic } = this.#parts
    const token = bearer(context) ?? ''
    const actor = await credentials.verify(token)
    if (actor === null) {
      known.forget(token)
      throw new RefusedRequest('unauthorised')
    }
    known.add(token)
    const size = costOf(Number(context.req.header('content-length') ?? 0)) - COST.request
    try {
      await this.#charge(context, traffic.of(actor), units + size, holdMs)
    } catch (error) {
      // The credential loses its priority over strangers, and its address pays.
      known.forget(token)
      this.#address(context).charge(refusedCost('rate_limited', COST.request))
      throw error
    }
    return actor
  }

  /** Charges a request without a credential that costs more than an answer. */
  async stranger(context: Context, units: number): Promise<void> {
    await this.#charge(context, this.#address(context), units, (standing) => standing.waitMs)
  }

  /** Charges the extra cost of a refused request. */
  refused(context: Context, code: ErrorCode): void {
    const bill = this.#bills.get(context.req.raw)
    if (bill === undefined) this.#address(context).charge(refusedCost(code, COST.request))
    else bill.account.charge(refusedCost(code, bill.units))
  }

  async #charge(context: Context, account: Account, units: number, hold: (standing: Standing) => number): Promise<void> {
    this.#bills.set(context.req.raw, { account, units })
    const standing = account.charge(units)
    if (standing.isOver) throw new RefusedRequest(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    if (standing.waitMs > 0) await pause(this.#parts.clock, hold(standing))
  }

  #address(context: Context): Account {
    const { incoming } = (context.env ?? {}) as NodeBindings
    return this.#parts.traffic.from(peerAddress(incoming, this.#parts.trustsProxy))
  }
}

export function bearer(context: Context): string | null {
  const match = /^Bearer ([\x21-\x7E]+)$/.exec(context.req.header('authorization') ?? '')
  return match?.[1] ?? null
}
