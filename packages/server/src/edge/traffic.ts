import { ERRORS, type ErrorCode, type Role } from '@guestwall/protocol'
import type { Actor } from '../domain/actor.ts'
import { type Allowance, Debts, type Standing } from './debts.ts'
import type { Clock } from '../domain/ports.ts'

/** What asking costs, in units. */
export const COST = {
  /** A frame or a request; each KiB of it is one more. */
  request: 1,
  /** A page of a list, which is read for the asker alone. */
  page: 5,
  /** A socket that opens. */
  upgrade: 5,
  /** A `hello`: a credential is checked and the wall is written. */
  hello: 10,
  /** A new guest. */
  join: 10,
  export: 50,
} as const

const KIB = 1024
/** What is refused costs as much as so many that are accepted. */
const REFUSED_TIMES = 25
/** A guest is slowed down when it is so many seconds of its rate ahead, and refused when it is so many more ahead. */
const GUEST_SECONDS = { free: 10, patience: 10 }
/** A venue is one address: a hall that comes at once opens its pages, joins and connects without a wait. */
const ADDRESS_SECONDS = { free: 20, patience: 8 }
const HELD_PART = 1 / 4
/** One credential of a host is on several screens, one of a wall feeds every projector. */
export const SHARED_BY: Readonly<Record<Role, number>> = { guest: 1, host: 4, wall: 8 }

/** One asker's account. */
export interface Account {
  charge(units: number): Standing
}

/** What the server lets askers cost it, by credential over all its sockets and requests, and by address before there is a credential. */
export class Traffic {
  readonly #clock: Clock
  readonly #guestPerSecond: number
  readonly #addressPerSecond: number
  readonly #debts = new Debts()

  /** Units a second; 0: no limit. */
  constructor(clock: Clock, rates: { readonly guestPerSecond: number; readonly addressPerSecond: number }) {
    this.#clock = clock
    this.#guestPerSecond = rates.guestPerSecond
    this.#addressPerSecond = rates.addressPerSecond
  }

  /** The account of a credential. */
  of({ sessionId, id, role }: Actor): Account {
    return this.#account(`guest ${sessionId} ${id}`, this.#guestPerSecond * SHARED_BY[role], GUEST_SECONDS)
  }

  /** The account of an address, for what has shown no credential. */
  from(address: string): Account {
    return this.#account(`address ${address}`, this.#addressPerSecond, ADDRESS_SECONDS)
  }

  /** Forgets who owes nothing. */
  sweep(): void {
    this.#debts.sweep(this.#clock.now())
  }

  #account(key: string, perSecond: number, seconds: { readonly free: number; readonly patience: number }): Account {
    const allowance: Allowance = { perSecond, free: perSecond * seconds.free, patience: perSecond * seconds.patience }
    return { charge: (units) => this.#debts.charge(key, units, allowance, this.#clock.now()) }
  }
}

/** Retryable refusals that say when to try again: a sender who heeds that meets none a second time. */
const TOO_SOON: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'joined_just_now'])

/** What a frame or request of this size costs when it comes. */
export function costOf(bytes: number): number {
  return COST.request + Math.floor(bytes / KIB)
}

/** What is added to `units` when they were refused. Where the server is at fault, or the hall is busy, nothing. */
export function refusedCost(code: ErrorCode, units: number): number {
  const isSendersFault = !ERRORS[code].retryable || TOO_SOON.has(code)
  return isSendersFault ? units * (REFUSED_TIMES - 1) : 0
}

/**
 * How long an asker is held up now: a part of what it should wait. One that sends one thing after another gets on at its rate; one that has
 * the next hundreds ready each time comes to owe more, until it is refused.
 */
export function holdMs({ waitMs }: Standing): number {
  return waitMs * HELD_PART
}
