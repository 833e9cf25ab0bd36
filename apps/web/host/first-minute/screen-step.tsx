import type { SessionHost } from '@guestwall/client/host'
import type { Language } from '../../shared/catalogs.ts'
import { LinkButton } from '../../shared/ui/button.tsx'
import { Icon } from '../icon.tsx'
import { firstMinuteMessages } from './messages.ts'
import { QuickPair } from './quick-pair.tsx'
import { StepFrame } from './step-frame.tsx'
import type { Step } from './steps.ts'

interface ScreenStepProps {
  readonly step: Step
  readonly wallPath: string | null
  /** The server's address in the network. */
  readonly network: string
  readonly host: SessionHost
  readonly clock: (at: string) => string
  readonly language: Language
}

/** The big screen: opened here, or on another computer that shows a code. */
export function ScreenStep({ step, wallPath, network, host, clock, language }: ScreenStepProps) {
  const t = firstMinuteMessages(language)
  const isDone = step.doneAt !== null
  const other = `${network.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/wall`
  return (
    <StepFrame
      step={step}
      number={2}
      title={t.screen.title}
      hint={isDone ? t.screen.hintDone : t.screen.hint(other)}
      evidence={t.screen}
      clock={clock}
    >
      {!isDone && (
        <div className="screen-step">
          {wallPath !== null && (
            <>
              <LinkButton
                look={step.isCurrent ? 'solid' : 'quiet'}
                className="screen-step__open"
                href={wallPath}
                target="_blank"
                rel="noreferrer"
              >
                <Icon name="screens" />
                <span>{t.screen.open}</span>
              </LinkButton>
              <span className="screen-step__or">{t.screen.or}</span>
            </>
          )}
          <QuickPair host={host} language={language} t={t} />
        </div>
      )}
    </StepFrame>
  )
}
