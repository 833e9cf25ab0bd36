import { actsIn, type Moderation, type Session } from '@guestwall/protocol'
import { last } from '@guestwall/react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { lifeMessages } from '../life/messages.ts'
import { ModeChoice } from '../queue/mode-choice.tsx'
import { queueMessages } from '../queue/messages.ts'
import { entriesOf } from '../queue/queue-state.ts'
import type { LiveWall } from '../use-live-wall.ts'
import { firstMinuteMessages } from './messages.ts'
import { StepFrame } from './step-frame.tsx'
import type { Evidence, Step } from './steps.ts'
import { WaitingMessage } from './waiting-message.tsx'

interface MessageStepProps {
  readonly wall: LiveWall
  readonly step: Step
  readonly session: Session
  readonly evidence: Evidence
  readonly clock: (at: string) => string
  readonly language: Language
}

const MODES: readonly Moderation[] = ['approve', 'off']

/** The first message: sent from the phone, and where the host approves first, approved here. A draft is rehearsed or opened first. */
export function MessageStep({ wall, step, session, evidence, clock, language }: MessageStepProps) {
  const t = firstMinuteMessages(language)
  const words = queueMessages(language)
  const waiting = step.doneAt === null ? last(entriesOf(wall.log.state, 'pending')) : undefined
  const hints: Readonly<Record<Moderation, string>> = {
    approve: t.message.hintApprove,
    off: t.message.hintPublished,
    closed: t.message.hintClosed,
  }
  const isOpen = session.state === 'open' || session.state === 'rehearsing'
  const hint = isOpen ? hints[session.moderation] : t.message.hintNotOpen
  return (
    <StepFrame
      step={step}
      number={3}
      title={t.message.title}
      hint={evidence.message === null ? hint : t.message.shownOf(evidence.message.name)}
      evidence={waiting === undefined ? t.message : { ...t.message, waiting: t.message.arrived }}
      clock={clock}
    >
      {step.doneAt === null && !isOpen && (
        <div className="modes">
          {actsIn(session.state)
            .filter((act) => act !== 'end')
            .map((act) => (
              <Button key={act} look="quiet" onClick={() => void wall.report(wall.host.act(act, { from: session.state }))}>
                {lifeMessages(language).acts[act]}
              </Button>
            ))}
        </div>
      )}
      {step.doneAt === null && isOpen && waiting === undefined && (
        <div className="modes">
          <ModeChoice session={session} modes={MODES} change={wall.change} t={words} />
        </div>
      )}
      {step.doneAt === null && isOpen && waiting !== undefined && (
        <WaitingMessage message={waiting.message} acts={wall.acts} approve={t.message.approve} t={words} />
      )}
    </StepFrame>
  )
}
