import type { SessionHost } from '@guestwall/client/host'
import type { Credential } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { withRegion } from '../shared/with-region.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { Button } from '../shared/ui/button.tsx'
import { ConfirmButton } from '../shared/ui/confirm-button.tsx'
import { Problem } from '../shared/ui/notice.tsx'
import { actorName } from './actor-name.ts'
import { type AccessMessages, accessMessages } from './access-messages.ts'
import type { Access } from './use-access.ts'

interface AccessListProps {
  readonly host: SessionHost
  readonly access: Access
  readonly language: Language
}

/** Everyone who has access now, each with the way to take it back. */
export function AccessList({ host, access: { list, refresh }, language }: AccessListProps) {
  const t = accessMessages(language)
  const [told, setTold] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const revoke = async (credential: Credential): Promise<void> => {
    const answer = await outcomeOf(host.revokeCredential(credential.id))
    setRefusal(answer.ok ? null : answer.failure.code)
    setTold(answer.ok ? t.revoked(actorName(credential, language)) : null)
    await refresh()
  }
  const valid = list?.credentials.filter(({ revokedAt }) => revokedAt === null) ?? []
  return (
    <section aria-label={t.listLabel}>
      <h3 className="access__heading">{t.listLabel}</h3>
      {list === null ? (
        <p className="copy-field__hint">{t.loading}</p>
      ) : (
        <ul className="access__list">
          {valid.map((credential) => (
            <AccessItem
              key={credential.id}
              credential={credential}
              isOwn={credential.id === list.own}
              onRevoke={() => void revoke(credential)}
              language={language}
              t={t}
            />
          ))}
        </ul>
      )}
      <p className="copy-field__hint" role="status">
        {told}
      </p>
      <Problem>{refusal === null ? null : errorSentence(language, refusal)}</Problem>
    </section>
  )
}

interface AccessItemProps {
  readonly credential: Credential
  /** It is the one of this browser: revoked here, the console would be closed. */
  readonly isOwn: boolean
  readonly onRevoke: () => void
  readonly language: Language
  readonly t: AccessMessages
}

function AccessItem({ credential: { id, name: given, role, lastUsedAt }, isOwn, onRevoke, language, t }: AccessItemProps) {
  const name = actorName({ id, name: given }, language)
  const [isAsked, setAsked] = useState(false)
  const time = new Intl.DateTimeFormat(withRegion(language), { dateStyle: 'medium', timeStyle: 'short' })
  const facts = [t.roles[role], isOwn ? t.own : lastUsedAt === null ? t.neverUsed : t.usedAt(time.format(new Date(lastUsedAt)))]
  return (
    <li className="access__item">
      <span className="access__name" dir="auto">
        {name}
      </span>
      <span className="access__facts">{facts.join(' · ')}</span>
      {!isOwn && (
        <span className="access__acts">
          {isAsked && (
            <Button look="quiet" onClick={() => setAsked(false)}>
              {t.keep}
            </Button>
          )}
          {isAsked ? (
            <ConfirmButton onConfirm={onRevoke}>{t.confirm}</ConfirmButton>
          ) : (
            <Button look="quiet" aria-label={t.revokeOf(name)} onClick={() => setAsked(true)}>
              {t.revoke}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
