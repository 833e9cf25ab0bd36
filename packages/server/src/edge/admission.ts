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
import { type Account, type AddressPurpose, answerCost, COST, costOf, holdMs, refusedCost, type Traffic } from './traffic.ts'

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

interface ActorCost {
  readonly units?: number | undefined
  readonly isUpload?: boolean
}

/** The account that pays for a request, and its cost on arrival. */
interface Bill {
  readonly account: Account
  readonly units: number
  /** Whether the account is that of an address. */
  readonly isStrangers: boolean
}

/**
 * Admits requests. A request with a valid credential is charged to the credential, over all of its connections and sockets; any other request
 * to its address. A sender that is too fast is delayed, then refused; a refused request costs more. A refused request of a stranger is paid from another
 * account than the served ones, and its answer waits for that debt alone: so a flood of them delays nobody behind the same address. A delay occupies
 * one connection, and each connection has one request at a time.
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
    await this.stranger(context, COST.request)
  }

  /**
   * Verifies the credential and charges it, before the body is read. `units`: the cost without the size. `isUpload`: the size costs nothing, because
   * uploads have limits of their own.
   */
  async actor(context: Context, { units = COST.request, isUpload = false }: ActorCost = {}): Promise<Actor> {
    const { credentials, known, traffic } = this.#parts
    const token = bearer(context) ?? ''
    const actor = await credentials.verify(token)
    if (actor === null) {
      known.forget(token)
      throw new RefusedRequest('unauthorised')
    }
    known.add(token)
    const size = isUpload ? 0 : costOf(Number(context.req.header('content-length') ?? 0)) - COST.request
    try {
      await this.#charge(context, { account: traffic.of(actor), units: units + size, isStrangers: false }, holdMs)
    } catch (error) {
      // The credential loses its priority over strangers.
      known.forget(token)
      throw error
    }
    return actor
  }

  /** Charges a request without a credential that costs more than an answer. */
  async stranger(context: Context, units: number): Promise<void> {
    await this.#charge(context, { account: this.#address(context, 'served'), units, isStrangers: true }, (standing) => standing.waitMs)
  }

  /** Charges the credential for the size of its answer: a small request may ask for a large one. */
  answered(context: Context, bytes: number): void {
    const bill = this.#bills.get(context.req.raw)
    if (bill?.isStrangers === false) bill.account.charge(answerCost(bytes))
  }

  /** Charges the extra cost of a refused request. Resolves when it may be answered. */
  async refused(context: Context, code: ErrorCode): Promise<void> {
    const bill = this.#bills.get(context.req.raw)
    const units = bill?.units ?? COST.request
    const extra = refusedCost(code, units)
    if (bill?.isStrangers === false) {
      bill.account.charge(extra)
      return
    }
    if (extra === 0) return
    bill?.account.charge(-units)
    const { waitMs, isOver } = this.#address(context, 'refused').charge(units + extra)
    // Beyond the patience the answer is cheaper than a connection that waits.
    if (waitMs > 0 && !isOver) await pause(this.#parts.clock, waitMs)
  }

  async #charge(context: Context, bill: Bill, hold: (standing: Standing) => number): Promise<void> {
    this.#bills.set(context.req.raw, bill)
    const standing = bill.account.charge(bill.units)
    if (standing.isOver) throw new RefusedRequest(refusal('rate_limited', { retryAfterMs: standing.waitMs }))
    if (standing.waitMs > 0) await pause(this.#parts.clock, hold(standing))
  }

  #address(context: Context, purpose: AddressPurpose): Account {
    const { incoming } = (context.env ?? {}) as NodeBindings
    return this.#parts.traffic.from(peerAddress(incoming, this.#parts.trustsProxy), purpose)
  }
}

export function bearer(context: Context): string | null {
  const match = /^Bearer ([\x21-\x7E]+)$/.exec(context.req.header('authorization') ?? '')
  return match?.[1] ?? null
}
