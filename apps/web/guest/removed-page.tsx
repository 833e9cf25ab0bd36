import type { PublicSession } from '@guestwall/protocol'
import { errorSentence } from '../shared/error-sentences.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { forget } from '../shared/storage.ts'
import { Button } from '../shared/ui/button.tsx'
import { EntryHeading } from './entry-heading.tsx'
import { EntryPage } from './entry-page.tsx'
import { removedMessages } from './removed-messages.ts'
import { useMayReturn } from './use-may-return.ts'

interface RemovedPageProps {
  readonly session: Pick<PublicSession, 'id' | 'title' | 'subtitle'>
  readonly name: string
  readonly choice: LanguageChoice
}

/**
 * The page of a guest whom the host removed. The wall is gone from it: it goes on without this guest, and which of the guest's messages are still on
 * it this page cannot know. It offers what the server would do.
 */
export function RemovedPage({ session, name, choice }: RemovedPageProps) {
  const t = removedMessages(choice.language)
  const mayReturn = useMayReturn(session.id, name)
  const joinAgain = (): void => {
    forget(`name:${session.id}`)
    location.reload()
  }
  return (
    <EntryPage choice={choice}>
      <EntryHeading title={session.title} subtitle={session.subtitle} />
      <p className="entry__ask" role="status">
        {errorSentence(choice.language, 'removed')}
      </p>
      <p className="entry__hint">{t.what}</p>
      {mayReturn !== null && <p className="entry__hint">{mayReturn ? t.asAnother : t.askHost}</p>}
      {mayReturn === true && (
        <Button isTall className="entry__submit" onClick={joinAgain}>
          {t.joinAgain}
        </Button>
      )}
      {mayReturn === false && (
        <Button isTall className="entry__submit" onClick={() => location.reload()}>
          {t.lookAgain}
        </Button>
      )}
    </EntryPage>
  )
}
