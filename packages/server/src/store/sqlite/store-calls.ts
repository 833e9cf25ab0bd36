import { type Store, StoreUnavailable } from '../store.ts'

/** A call of the store as it crosses to the thread: every argument and result of the port is plain data. */
export type StoreCall = { readonly id: number } & {
  [Method in keyof Store]: { readonly method: Method; readonly args: Parameters<Store[Method]> }
}[keyof Store]

/** What the thread says to a call. */
export type StoreAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly cause: string } }

/** Carries a call out. Never rejects. */
export async function answerCall(store: Store, { id, method, args }: StoreCall): Promise<StoreAnswer> {
  try {
    // The call's type pairs the method with its arguments; the compiler loses the pair when both are variables.
    const value = await (store[method] as (...all: readonly unknown[]) => Promise<unknown>).apply(store, args)
    return { id, value }
  } catch (error) {
    const { message, cause } = error as Error
    return { id, error: { message, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) } }
  }
}

/** The error of an answer, as the caller sees it. */
export function errorOf({ message, cause }: { message: string; cause: string }): StoreUnavailable {
  return new StoreUnavailable(message, { cause: new Error(cause) })
}
