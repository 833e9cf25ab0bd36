import { StoreUnavailable } from '../storage/storage.ts'
import type { Store } from '../log/store.ts'

/** The database of a thread. */
export interface ThreadDatabase {
  readonly file: string
  /** Only reads, beside the thread that writes. */
  readonly isReader: boolean
}

/** A call of the store, as it crosses to the thread: every argument and result is plain data. */
export type StoreCall = { readonly id: number } & {
  [Method in keyof Store]: { readonly method: Method; readonly args: Parameters<Store[Method]> }
}[keyof Store]

/** An error as it crosses from the thread. */
export interface CrossedError {
  readonly message: string
  /** SQLite's or the system's code of the cause, where it has one. */
  readonly code: string | null
  readonly cause: string
}

/** The thread's answer to a call. */
export type StoreAnswer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: CrossedError }

/** The first message of the thread. */
export type ThreadOpened =
  | { readonly opened: true; readonly isNewEpoch: boolean }
  | { readonly opened: false; readonly error: CrossedError }

/** Carries a call out. Never rejects. */
export async function answerCall(store: Store, { id, method, args }: StoreCall): Promise<StoreAnswer> {
  try {
    // The call's type pairs the method with its arguments; the compiler loses the pair when both are variables.
    const value = await (store[method] as (...all: readonly unknown[]) => Promise<unknown>).apply(store, args)
    return { id, value }
  } catch (error) {
    return { id, error: crossed(error) }
  }
}

export function crossed(error: unknown): CrossedError {
  const { message, stack, cause } = error as Error
  const deepest = cause instanceof Error ? cause : (error as Error)
  // SQLite's general code says nothing that ours does not.
  const codes = [deepest, error].map((each) => (each as { code?: unknown }).code)
  const code = codes.find((each) => typeof each === 'string' && each !== 'SQLITE_ERROR')
  return { message, code: (code as string | undefined) ?? null, cause: deepest.stack ?? stack ?? message }
}

/** The error of an answer, as the caller gets it. */
export function errorOf({ message, code, cause }: CrossedError): StoreUnavailable {
  const inner = new Error(cause.split('\n')[0])
  inner.stack = cause
  return new StoreUnavailable(message, { cause: code === null ? inner : Object.assign(inner, { code }) })
}
