import type { ChangeSessionBody, Moderation, Session } from '@guestwall/protocol'
import { last } from '@guestwall/react'
import type { Language } from '../../shared/catalogs.ts'
import { ModeChoice } from '../queue/mode-choice.tsx'
import { queueMessages } from '../queue/messages.ts'
import { entriesOf, type QueueState } from '../queue/queue-state.ts'
import type { MessageActs } from '../queue/use-message-acts.ts'
import { firstMinuteMessages } from './messages.ts'
import { StepFrame } from './step-frame.tsx'
import type { Evidence, Step } from './steps.ts'
import { WaitingMessage } from './waiting-message.tsx'

interface MessageStepProps {
  readonly step: Step
  readonly session: Session
  readonly evidence: Evidence
  readonly messages: QueueState
  readonly acts: MessageActs
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly clock: (at: string) => string
  readonly language: Language
}

const MODES: readonly Moderation[] = ['approve', 'off']

/** The first message: sent from the phone, and where the host approves first, approved here. */
export function MessageStep({ step, session, evidence, messages, acts, change, clock, language }: MessageStepProps) {
  const t = firstMinuteMessages(language)
  const words = queueMessages(language)
  const waiting = step.doneAt === null ? last(entriesOf(messages, 'pending')) : undefined
  const hints: Readonly<Record<Moderation, string>> = {
    approve: t.message.hintApprove,
    off: t.message.hintPublished,
    closed: t.message.hintClosed,
  }
  return (
    <StepFrame
      step={step}
      number={3}
      title={t.message.title}
      hint={evidence.message === null ? hints[session.moderation] : t.message.shownOf(evidence.message.name)}
      evidence={waiting === undefined ? t.message : { ...t.message, waiting: t.message.arrived }}
      clock={clock}
    >
      {step.doneAt === null && (
        <>
          {waiting === undefined ? (
            <div className="modes">
              <ModeChoice session={session} modes={MODES} change={change} t={words} />
            </div>
          ) : (
            <WaitingMessage message={waiting.message} acts={acts} approve={t.message.approve} t={words} />
          )}
        </>
      )}
    </StepFrame>
  )
}
