/** Every text, name and reason of a history is unique, so that what a reader received is found by a search in its bytes. */

export const textOf = (post: number) => `canary-text-${post}-`
/** The name under which a guest sends this post. */
export const nameOf = (post: number) => `canary-name-${post}-`
/** The name under which a guest came. */
export const ownNameOf = (guest: number) => `canary-guest-${guest}-`
/** The name of a host, whom only hosts see (MOD-6). */
export const helperOf = (host: number) => `canary-helper-${host}-`
/** The reason that a host gives. */
export const REASON = 'canary-reason-0-'

export interface Canary {
  readonly kind: string
  readonly number: number
}

/** The canaries in a text, each as often as it is there. */
export function canariesIn(text: string): Canary[] {
  return [...text.matchAll(/canary-([a-z]+)-(\d+)-/g)].map(([, kind, number]) => ({ kind: String(kind), number: Number(number) }))
}
