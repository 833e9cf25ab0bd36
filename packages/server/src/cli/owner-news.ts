/** The orders to the owner from the process that started it: messages, because Windows has no signals that a process can answer. `sign`: answer with one. */
export type OwnerOrder = 'drain' | 'hurry' | 'sign'

/** The reports of the owner to the process that started it. `serving`: all its workers serve on this port. `sign`: it answers. */
export type OwnerNews =
  | { readonly kind: 'serving'; readonly port: number }
  | { readonly kind: 'cannotStart'; readonly sentence: string }
  | { readonly kind: 'sign' }

/** Reports to the process that started this one. Resolves when the report is on its way, or cannot be. */
export function tellFirst(news: OwnerNews): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(news, undefined, undefined, () => resolve())
  })
}
