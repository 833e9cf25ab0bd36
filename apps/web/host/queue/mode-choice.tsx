import type { ChangeSessionBody, Moderation, Session } from '@guestwall/protocol'
import { useId } from 'react'
import type { QueueMessages } from './messages.ts'

interface ModeChoiceProps {
  readonly session: Session
  readonly modes: readonly Moderation[]
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly t: QueueMessages
}

/** How messages come to the wall, one of a row. */
export function ModeChoice({ session, modes, change, t }: ModeChoiceProps) {
  const name = useId()
  return (
    <fieldset className="modes__mode">
      <legend className="modes__legend">{t.mode}</legend>
      {modes.map((mode) => (
        <label key={mode} className="modes__choice">
          <input type="radio" name={name} checked={session.moderation === mode} onChange={() => void change({ moderation: mode })} />
          <span>{t.modes[mode]}</span>
        </label>
      ))}
    </fieldset>
  )
}
