import type { SessionHost } from '@guestwall/client/host'
import { LOOK_PARTS, type LookPart, type Session } from '@guestwall/protocol'
import { type ChangeEvent, useId, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { errorSentence } from '../../shared/error-sentences.ts'
import { lookAddress } from '../../shared/look/look-address.ts'
import { LookLogo } from '../../shared/look/look-logo.tsx'
import { outcomeOf } from '../../shared/outcome.ts'
import { Button } from '../../shared/ui/button.tsx'
import { lookMessages, type LookMessages } from './messages.ts'

interface LookFieldsProps {
  readonly session: Session
  readonly host: Pick<SessionHost, 'setLook' | 'clearLook'>
  readonly language: Language
}

/** The host's own pictures over the theme: the background and the logo. */
export function LookFields({ session, host, language }: LookFieldsProps) {
  const t = lookMessages(language)
  return (
    <fieldset className="choices look">
      <legend>{t.title}</legend>
      <p className="look__hint">{t.hint}</p>
      {LOOK_PARTS.map((part) => (
        <LookField key={part} part={part} session={session} host={host} language={language} t={t} />
      ))}
    </fieldset>
  )
}

function LookField({ part, session, host, language, t }: LookFieldsProps & { readonly part: LookPart; readonly t: LookMessages }) {
  const id = useId()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const picture = session.look?.[part]
  const act = async (call: Promise<unknown>): Promise<void> => {
    setBusy(true)
    const answer = await outcomeOf(call)
    setBusy(false)
    setProblem(answer.ok ? null : problemOf(answer.failure.code, t, language))
  }
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const file = target.files?.[0]
    if (file !== undefined && !isBusy) void act(host.setLook(part, file))
    // The same file may be chosen again after it was taken away.
    target.value = ''
  }
  return (
    <div className="look__part">
      <div className="look__frame" data-theme={session.theme}>
        {part === 'logo' ? (
          <LookLogo session={session} className="look__logo" />
        ) : (
          picture !== undefined && <img className="look__picture" src={lookAddress(session.id, picture, 'small')} alt="" />
        )}
      </div>
      <div className="look__words">
        <p className="look__name">{t.parts[part]}</p>
        <p className="look__hint">{t.partHints[part]}</p>
        <div className="look__acts">
          <input
            id={id}
            className="gw-unseen look__file"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif"
            onChange={choose}
          />
          <label htmlFor={id} className="gw-button gw-button--quiet gw-button--link look__choose">
            {isBusy ? t.sending : (picture === undefined ? t.choose : t.replace)[part]}
          </label>
          {picture !== undefined && (
            <Button look="text" isBusy={isBusy} onClick={() => void act(host.clearLook(part))}>
              {t.remove[part]}
            </Button>
          )}
        </div>
        <p className="problem" role="alert">
          {problem}
        </p>
      </div>
    </div>
  )
}

function problemOf(code: string, { problems }: LookMessages, language: Language): string {
  return Object.keys(problems).includes(code) ? problems[code as keyof typeof problems] : errorSentence(language, code)
}
