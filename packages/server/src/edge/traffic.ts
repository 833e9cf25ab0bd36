import { ERRORS, type ErrorCode, type Role } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { type Allowance, LeakyBuckets, type Standing } from './leaky-buckets.ts'
import type { Clock } from '../domain/ports.ts'

/** The cost of requests and frames, in units. */
export const COST = {
  /** A frame or a request; each KiB of it adds one. */
  request: 1,
  /** A page of a list, which is read for one client only. */
  page: 5,
  /** A socket that opens. */
  upgrade: 5,
  /** A `hello`: verifies a credential and writes the wall. */
  hello: 10,
  /** A new guest. */
  join: 10,
  export: 50,
  /** A photo: a refused one costs a quarter of what a guest has at once. */
  upload: 10,
} as const

const KIB = 1024
/** A refused request costs as much as this many accepted ones. */
const REFUSED_TIMES = 25
/** A guest is delayed after this many seconds of its rate at once (`free`), and refused after this many more (`patience`). */
const GUEST_SECONDS = { free: 10, patience: 10 }
/** A venue has one address: a full hall that arrives at once opens its pages, joins and connects without a delay. */
const ADDRESS_SECONDS = { free: 20, patience: 8 }
const HELD_PART = 1 / 4
/** Several screens share one credential of a host, and all projectors share one credential of a wall. */
export const SHARED_BY: Readonly<Record<Role, number>> = { guest: 1, host: 4, moderator: 4, wall: 8 }

/** The accounts of an address: what strangers ask and get, what they are refused, and the sockets that open. */
export type AddressPurpose = 'served' | 'refused' | 'sockets'

/** The account of one credential or address. */
export interface Account {
  /** Negative units are paid back. */
  charge(units: number): Standing
}

/** The account of one key in the buckets. A socket keeps its own for as long as it lives. */
class BucketAccount implements Account {
  readonly #traffic: { readonly clock: Clock; readonly debts: LeakyBuckets }
  readonly #key: string
  readonly #allowance: Allowance

  constructor(traffic: { readonly clock: Clock; readonly debts: LeakyBuckets }, key: string, allowance: Allowance) {
    this.#traffic = traffic
    this.#key = key
    this.#allowance = allowance
  }

  charge(units: number): Standing {
    return this.#traffic.debts.charge(this.#key, units, this.#allowance, this.#traffic.clock.now())
  }
}

/** Charges senders for their cost: by credential over all its sockets and requests, and by address before there is a credential. */
export class Traffic {
  readonly #shared: { readonly clock: Clock; readonly debts: LeakyBuckets }
  readonly #ofRole: Readonly<Record<Role, Allowance>>
  readonly #ofAddress: Allowance

  /** Units a second; 0: no limit. */
  constructor(clock: Clock, rates: { readonly guestPerSecond: number; readonly addressPerSecond: number }) {
    this.#shared = { clock, debts: new LeakyBuckets() }
    const ofRole = (role: Role) => allowance(rates.guestPerSecond * SHARED_BY[role], GUEST_SECONDS)
    this.#ofRole = { guest: ofRole('guest'), host: ofRole('host'), moderator: ofRole('moderator'), wall: ofRole('wall') }
    this.#ofAddress = allowance(rates.addressPerSecond, ADDRESS_SECONDS)
  }

  /** The account of a credential. */
  of({ sessionId, id, role }: Actor): Account {
    return new BucketAccount(this.#shared, `guest ${sessionId} ${id}`, this.#ofRole[role])
  }

  /**
   * An account of an address, for what comes without a credential. A venue is one address, so each of them pays for itself alone: one phone's refused
   * requests must not delay the pages and joins of others, and neither of both their sockets.
   */
  from(address: string, purpose: AddressPurpose): Account {
    return new BucketAccount(this.#shared, `${purpose} ${address}`, this.#ofAddress)
  }

  /** Removes accounts without debt. */
  sweep(): void {
    this.#shared.debts.sweep(this.#shared.clock.now())
  }
}

function allowance(perSecond: number, seconds: { readonly free: number; readonly patience: number }): Allowance {
  return { perSecond, free: perSecond * seconds.free, patience: perSecond * seconds.patience }
}

/** Retryable refusals that say when to retry: a sender that waits does not get them twice. */
const TOO_SOON: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'joined_just_now'])

/** Writing is cheaper than reading and checking: bytes of an answer for each unit. A guest gets 400 kB a second, after 4 MB at once. */
const ANSWER_BYTES = 4 * KIB

/** The cost of an answer of this size, known when it is encoded. The next request waits for it. */
export function answerCost(bytes: number): number {
  return Math.floor(bytes / ANSWER_BYTES)
}

/** The cost of a frame or request of this size. */
export function costOf(bytes: number): number {
  return COST.request + Math.floor(bytes / KIB)
}

/** The extra cost of a refused request; 0 if the server is at fault or the session is busy. */
export function refusedCost(code: ErrorCode, units: number): number {
  const isSendersFault = !ERRORS[code].retryable || TOO_SOON.has(code)
  return isSendersFault ? units * (REFUSED_TIMES - 1) : 0
}

/**
 * The delay of one request: a part of the whole wait. A sender with one request at a time continues at its rate; a sender with hundreds of
 * requests ready owes more each time, until it is refused.
 */
export function holdMs({ waitMs }: Standing): number {
  return waitMs * HELD_PART
}
