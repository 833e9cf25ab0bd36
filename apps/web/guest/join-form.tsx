import type { RealtimeClient } from '@guestwall/client'
import type { PublicSession } from '@guestwall/protocol'
import { useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { suggestName } from '../shared/name-suggestion.ts'
import { EntryHeading } from './entry-heading.tsx'
import { EntryPage } from './entry-page.tsx'
import { loadLaterPart } from './load-later-part.ts'
import { NameForm } from './name-form.tsx'
import { useJoin } from './use-join.ts'
import { usePart } from './use-part.ts'
import { guestMessages } from './messages.ts'
import { openingTime } from '../shared/opening-time.ts'

interface JoinFormProps {
  readonly session: PublicSession
  readonly choice: LanguageChoice
  /** A name that was refused, to be changed. */
  readonly refused?: { readonly name: string; readonly code: string } | null
  readonly onJoined: (client: RealtimeClient, name: string) => void
}

/** The invitation: whose wall it is, and the guest's name. A name is filled in, so one tap is enough. */
export function JoinForm({ session, choice, refused = null, onJoined }: JoinFormProps) {
  const t = guestMessages(choice.language)
  const [suggestion] = useState(() => refused?.name ?? suggestName(choice.language, Math.random))
  const { isBusy, refusal, join } = useJoin(session, onJoined)
  const code = refusal ?? (isBusy ? null : (refused?.code ?? null))
  // Until their page is there, the form says why.
  const later = usePart(loadLaterPart, refusal === 'session_ended' || refusal === 'removed')
  if (later !== null && refusal === 'session_ended') return <later.EndedPage session={session} choice={choice} />
  if (later !== null && refusal === 'removed') return <later.RemovedPage session={session} name={suggestion} choice={choice} />
  return (
    <EntryPage choice={choice}>
      <EntryHeading title={session.title} subtitle={session.subtitle} />
      {session.state === 'scheduled' && <p className="entry__hint">{t.notStartedJoin(openingTime(choice.language, session.opensAt))}</p>}
      <p className="entry__ask">{t.joinAsk}</p>
      <NameForm
        name={suggestion}
        submitLabel={isBusy ? t.joining : t.joinSubmit}
        hint={t.nameHint}
        refusal={code === null ? null : errorSentence(choice.language, code)}
        language={choice.language}
        onName={join}
      />
    </EntryPage>
  )
}
