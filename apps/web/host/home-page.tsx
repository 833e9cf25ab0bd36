import type { HostedSession } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { useFragmentChange } from '../shared/fragment.ts'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import { CreateForm } from './create-form.tsx'
import { operatorToken, takeFromFragment } from './credentials.ts'
import { hostClient } from './host-client.ts'
import { SessionList } from './session-list.tsx'
import { signIn } from './sign-in.ts'
import { SignInForm, type SignInRefusal } from './sign-in-form.tsx'
import { hostMessages, type KeySource } from './messages.ts'
import { Problem } from '../shared/ui/notice.tsx'

interface HomePageProps {
  readonly choice: LanguageChoice
  /** The wall for which the sign-in was opened: it opens at once when the operator may host it. */
  readonly wantedId: string | null
  readonly onOpen: (hosted: HostedSession) => void
}

/** State of the sign-in: none yet, a key that is being tried, or the operator. */
type Visitor =
  | { readonly is: 'unknown'; readonly refusal: SignInRefusal | null }
  | { readonly is: 'trying' }
  | { readonly is: 'operator'; readonly token: string }

function firstVisitor(): Visitor {
  const token = operatorToken.recall()
  return token === null ? { is: 'unknown', refusal: null } : { is: 'operator', token }
}

/** `/host`: sign in, create a wall, or go on with one. */
export function HomePage({ choice, wantedId, onOpen }: HomePageProps) {
  const t = hostMessages(choice.language)
  const [visitor, setVisitor] = useState<Visitor>(firstVisitor)

  const tryKey = async (key: string, source: KeySource): Promise<void> => {
    setVisitor({ is: 'trying' })
    const signedIn = await signIn(key)
    // A used key in an old link is no harm where this browser is signed in already.
    if (signedIn.ok) setVisitor({ is: 'operator', token: signedIn.value })
    else setVisitor(firstVisitor().is === 'operator' ? firstVisitor() : { is: 'unknown', refusal: { code: signedIn.failure.code, source } })
  }
  const takeKey = (): void => {
    const key = takeFromFragment('key')
    if (key !== null) void tryKey(key, 'link')
  }
  // When the page opens, and when the terminal's link is pasted into the open page.
  useEffect(takeKey, [])
  useFragmentChange(takeKey)
  const signOut = (): void => {
    operatorToken.forget()
    setVisitor({ is: 'unknown', refusal: { code: 'unauthorised', source: 'kept' } })
  }

  return (
    <div className="home">
      <header className="home__header">
        <p className="home__mark">{t.title}</p>
        <LanguageSwitch {...choice} />
      </header>
      <main className="home__main">
        {visitor.is === 'trying' && <p role="status">{t.busy}</p>}
        {visitor.is === 'unknown' && <SignInForm refusal={visitor.refusal} choice={choice} onKey={tryKey} />}
        {visitor.is === 'operator' && (
          <Walls token={visitor.token} choice={choice} wantedId={wantedId} onOpen={onOpen} onRefused={signOut} />
        )}
      </main>
    </div>
  )
}

interface WallsProps extends HomePageProps {
  readonly token: string
  /** The kept token is worth nothing any more. */
  readonly onRefused: () => void
}

function Walls({ token, choice, wantedId, onOpen, onRefused }: WallsProps) {
  const [sessions, setSessions] = useState<readonly HostedSession[] | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  // Asked once for each token.
  useEffect(() => {
    void outcomeOf(hostClient(token).listSessions()).then((answer) => {
      if (answer.ok) {
        const wanted = answer.value.find(({ session }) => session.id === wantedId)
        if (wanted === undefined) setSessions(answer.value)
        else onOpen(wanted)
      } else if (answer.failure.code === 'unauthorised') onRefused()
      else setRefusal(answer.failure.code)
    })
  }, [token])
  return (
    <>
      <CreateForm token={token} choice={choice} onCreated={onOpen} />
      {refusal !== null && <Problem>{errorSentence(choice.language, refusal)}</Problem>}
      {sessions !== null && <SessionList sessions={sessions} language={choice.language} onOpen={onOpen} />}
    </>
  )
}
