import type { Session } from '@guestwall/protocol'
import { openVotes } from '@guestwall/react'
import { useEffect, useEffectEvent } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { withRegion } from '../../shared/with-region.ts'
import type { GuestAddress } from '../../shared/guest-address.ts'
import { QrCode } from '../../shared/qr-code.tsx'
import { Button } from '../../shared/ui/button.tsx'
import type { GuestUrl } from '../../shared/use-guest-url.ts'
import { AddressPicker } from '../address-picker.tsx'
import { Icon } from '../icon.tsx'
import { LifeActs } from '../life/life-panel.tsx'
import { lifeMessages } from '../life/messages.ts'
import { hostMessages } from '../messages.ts'
import { countOf } from '../queue/queue-state.ts'
import { printMessages } from '../share/messages.ts'
import type { Addresses } from '../use-addresses.ts'
import type { LiveWall } from '../use-live-wall.ts'
import { firstMinuteMessages } from './messages.ts'
import { MessageStep } from './message-step.tsx'
import { ScreenStep } from './screen-step.tsx'
import { StepFrame } from './step-frame.tsx'
import { type Evidence, isAllDone, type Step, stepsOf } from './steps.ts'

/** The actions while a step waits, each in its own part of the console. */
export type Errand = 'cards' | 'access' | 'votes'

interface FirstMinuteProps {
  readonly wall: LiveWall
  readonly session: Session
  readonly evidence: Evidence
  readonly address: GuestAddress
  readonly guestUrl: GuestUrl
  readonly addresses: Addresses
  /** The link that opens the big screen in this browser; `null` where it has none. */
  readonly wallPath: string | null
  readonly errands: Readonly<Record<Errand, () => void>>
  /** All three have happened. */
  readonly onDone: () => void
  /** The host leaves the steps for good, to the messages. */
  readonly onFinish: () => void
  readonly language: Language
}

/** From nothing to a live wall: three steps, each ticked by the event itself (H1). */
export function FirstMinute(props: FirstMinuteProps) {
  const { wall, session, evidence, address, guestUrl, addresses, wallPath, language, errands, onDone, onFinish } = props
  const t = firstMinuteMessages(language)
  const steps = stepsOf(evidence)
  const isDone = isAllDone(steps)
  const done = useEffectEvent(onDone)
  useEffect(() => {
    if (isDone) done()
  }, [isDone])
  const format = new Intl.DateTimeFormat(withRegion(language), { hour: 'numeric', minute: '2-digit', second: '2-digit' })
  const clock = (at: string): string => format.format(new Date(at))
  const [scan, screen, message] = steps as readonly [Step, Step, Step]
  return (
    <div className="first-minute">
      <section className="first-minute__join" aria-label={hostMessages(language).shareTitle}>
        <div className="first-minute__card">
          <div className="first-minute__qr">
            <QrCode text={address.link} label={hostMessages(language).qrLabel(address.link)} />
          </div>
          <p className="first-minute__facts">
            <span>{t.scanOrCode}</span>
            <b className="first-minute__code">{session.code}</b>
            <span>{t.at}</span>
            <b className="first-minute__address">{address.short}</b>
          </p>
        </div>
      </section>
      <section className="first-minute__steps" aria-labelledby="first-minute-title">
        <h2 id="first-minute-title" className="first-minute__title">
          {isDone ? t.doneTitles[session.state] : session.state === 'rehearsing' ? t.rehearsalTitle : t.title}
        </h2>
        <p className="first-minute__hint">{isDone ? t.doneHint : t.hint}</p>
        <ol className="first-minute__list">
          <StepFrame
            step={scan}
            number={1}
            title={t.scan.title}
            hint={evidence.guest === null ? t.scan.hint : t.scan.joinedAs(evidence.guest.name)}
            evidence={t.scan}
            clock={clock}
          />
          <ScreenStep step={screen} wallPath={wallPath} network={guestUrl.url} host={wall.host} clock={clock} language={language} />
          <MessageStep wall={wall} session={session} evidence={evidence} step={message} clock={clock} language={language} />
        </ol>
        {session.state === 'rehearsing' && (
          <section className="first-minute__life life" aria-label={lifeMessages(language).title}>
            <LifeActs
              session={session}
              host={wall.host}
              waiting={countOf(wall.log.state, 'pending')}
              openVotes={openVotes(wall.snapshot.votes).length}
              report={wall.report}
              language={language}
            />
          </section>
        )}
      </section>
      <section className="first-minute__network" aria-label={t.sameWifi}>
        <AddressPicker guestUrl={guestUrl} addresses={addresses} isOpen language={language} />
        {evidence.guest === null && (
          <div className="first-minute__wifi">
            <Icon name="wifi" />
            <p>
              <b>{t.sameWifi}</b> {t.sameWifiHint}
            </p>
          </div>
        )}
      </section>
      <div className="first-minute__foot">
        {isDone ? (
          <Button isTall onClick={onFinish}>
            {t.toMessages}
          </Button>
        ) : (
          <>
            <span className="first-minute__meanwhile">{t.meanwhile}</span>
            <Button look="quiet" onClick={errands.cards}>
              {printMessages(language).printCards}
            </Button>
            <Button look="quiet" onClick={errands.access}>
              {t.inviteHelper}
            </Button>
            <Button look="quiet" onClick={errands.votes}>
              {t.prepareVote}
            </Button>
            <Button look="soft" className="first-minute__skip" onClick={onFinish}>
              {t.skip}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
