import type { ChangeSessionBody, Moderation, Photos, Session } from '@guestwall/protocol'
import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import type { QueueMessages } from './messages.ts'
import { ModeChoice } from './mode-choice.tsx'

interface ModeSwitchProps {
  readonly session: Session
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  /** The button for the other rules of moderation; a moderator has none. */
  readonly rules: ReactNode
  readonly t: QueueMessages
}

const MODES: readonly Moderation[] = ['approve', 'off', 'closed']
const PHOTOS: readonly Photos[] = ['off', 'approve', 'on']
const SLOW_SECONDS = [0, 10, 30, 60, 300] as const

/** How messages come to the wall, switched while it runs: approved first, published at once, not at all; and how fast one guest may write. */
export function ModeSwitch({ session, change, rules, t }: ModeSwitchProps) {
  const { slowModeSeconds } = session
  const seconds = [...new Set([...SLOW_SECONDS, slowModeSeconds])].sort((left, right) => left - right)
  return (
    <div className="modes">
      <ModeChoice session={session} modes={MODES} change={change} t={t} />
      <label className="modes__slow">
        <Icon name="slow" />
        <span>{t.slow}</span>
        <select value={slowModeSeconds} onChange={(event) => void change({ slowModeSeconds: Number(event.target.value) })}>
          {seconds.map((each) => (
            <option key={each} value={each}>
              {each === 0 ? t.slowOff : t.slowOf(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="modes__slow">
        <Icon name="photo" />
        <span>{t.photos}</span>
        <select value={session.photos ?? 'off'} onChange={(event) => void change({ photos: event.target.value as Photos })}>
          {PHOTOS.map((each) => (
            <option key={each} value={each}>
              {t.photosOf[each]}
            </option>
          ))}
        </select>
      </label>
      {rules}
    </div>
  )
}
