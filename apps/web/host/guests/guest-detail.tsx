import type { HostGuest, HostMessage } from '@guestwall/protocol'
import { Button } from '../../shared/ui/button.tsx'
import { Fold } from '../../shared/ui/fold.tsx'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { actsOf } from './guest-act.ts'
import { sourceText } from './guest-words.ts'
import type { GuestDeskMessages } from './messages.ts'
import { RenameForm } from './rename-form.tsx'
import type { GuestActs } from './use-guest-acts.ts'

interface GuestDetailProps {
  readonly guest: HostGuest
  /** Those of the guest that the console has read, newest first. */
  readonly messages: readonly HostMessage[]
  readonly clock: (at: string) => string
  readonly acts: GuestActs
  readonly t: GuestDeskMessages
}

/** One guest: what it wrote, and what can be done. Each act says what it does. */
export function GuestDetail({ guest, messages, clock, acts, t }: GuestDetailProps) {
  return (
    <div className="guest-detail">
      <p className="guest-detail__facts">{t.came(sourceText(guest, t), clock(guest.firstSeenAt))}</p>
      {guest.reason !== null && <p className="guest-detail__facts">{t.reason(guest.reason)}</p>}
      <h3 className="guest-detail__heading">{t.messagesOf(guest.messages)}</h3>
      {messages.length === 0 ? (
        <p className="guest-detail__facts">{t.noMessages}</p>
      ) : (
        <ol className="guest-detail__messages" tabIndex={0} aria-label={t.messagesOf(guest.messages)}>
          {messages.map(({ id, content, status }) => (
            <li key={id}>
              <span className="guest-detail__text">{content}</span>
              {status !== 'removed' && <span className={`guest-detail__status guest-detail__status--${status}`}>{t.statuses[status]}</span>}
            </li>
          ))}
        </ol>
      )}
      <Fold title={t.acts.rename} className="guest-detail__fold">
        <p className="guest-detail__facts">{t.does.rename}</p>
        <RenameForm key={guest.name} name={guest.name} onRename={(name) => acts.rename(guest, name)} t={t} />
      </Fold>
      <ul className="guest-detail__acts">
        {actsOf(guest).map((act) => (
          <li key={act}>
            <Button look="quiet" onClick={() => acts.act(guest, act)}>
              {t.acts[act]}
            </Button>
            <p>{t.does[act]}</p>
          </li>
        ))}
        <li>
          <Button look="quiet" onClick={() => acts.clear(guest, 'reject')}>
            {t.reject}
          </Button>
          <p>{t.does.reject}</p>
        </li>
        <li>
          <TwoStep ask={t.erase} confirm={t.confirmErase} keep={t.keep} onConfirm={() => acts.clear(guest, 'remove')} />
          <p>{t.does.erase}</p>
        </li>
      </ul>
    </div>
  )
}
