import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import type { Step } from './steps.ts'

interface StepFrameProps {
  readonly step: Step
  readonly number: number
  readonly title: string
  readonly hint: ReactNode
  /** The name of the event once it has happened, and before. */
  readonly evidence: { readonly done: string; readonly waiting: string }
  /** A time of today, with its seconds. */
  readonly clock: (at: string) => string
  /** The actions of this step. */
  readonly children?: ReactNode
}

/** One step with its evidence. The current one is a card; the others are lines. */
export function StepFrame({ step, number, title, hint, evidence, clock, children }: StepFrameProps) {
  const { doneAt, isCurrent } = step
  return (
    <li className={`step${isCurrent ? ' step--current' : ''}`} aria-current={isCurrent ? 'step' : undefined}>
      <span className="step__number" aria-hidden="true">
        {number}
      </span>
      <h3 className="step__title">{title}</h3>
      <p role="status" className={`step__evidence${doneAt === null ? '' : ' step__evidence--done'}`}>
        {doneAt === null ? (
          evidence.waiting
        ) : (
          <>
            <Icon name="check" />
            <b>{evidence.done}</b> <time dateTime={doneAt}>{clock(doneAt)}</time>
          </>
        )}
      </p>
      <div className="step__hint">{hint}</div>
      {Boolean(children) && <div className="step__acts">{children}</div>}
    </li>
  )
}
