/** The events that have really happened, each with its time. */
export interface Evidence {
  /** The first guest who joined. */
  readonly guest: { readonly name: string; readonly at: string } | null
  /** The first use of a screen's credential. */
  readonly screen: { readonly at: string } | null
  /** The first message that came to the wall. */
  readonly message: { readonly name: string; readonly at: string } | null
}

export type StepId = 'scan' | 'screen' | 'message'

export interface Step {
  readonly id: StepId
  /** The time of the event that ticked it; `null`: not yet. */
  readonly doneAt: string | null
  /** The first one that is not done. */
  readonly isCurrent: boolean
}

/** The three steps from nothing to a live wall, in their order. */
export function stepsOf({ guest, screen, message }: Evidence): readonly Step[] {
  const done = [
    { id: 'scan', doneAt: guest?.at ?? null },
    { id: 'screen', doneAt: screen?.at ?? null },
    { id: 'message', doneAt: message?.at ?? null },
  ] as const
  const current = done.find(({ doneAt }) => doneAt === null)
  return done.map((step) => ({ ...step, isCurrent: step === current }))
}

export function isAllDone(steps: readonly Step[]): boolean {
  return steps.every(({ doneAt }) => doneAt !== null)
}
