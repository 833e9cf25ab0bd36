import type { HostedSession } from '@guestwall/protocol'
import { useEffect, useEffectEvent, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import { readFragment, useFragmentChange } from '../shared/fragment.ts'
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

function knownVisitor(): Visitor {
  const token = operatorToken.recall()
  return token === null ? { is: 'unknown', refusal: null } : { is: 'operator', token }
}

/** Signs in with the key. A used key in an old link is no harm where this browser is signed in already. */
async function visitorOf(key: string, source: KeySource): Promise<Visitor> {
  const signedIn = await signIn(key)
  if (signedIn.ok) return { is: 'operator', token: signedIn.value }
  const known = knownVisitor()
  return known.is === 'operator' ? known : { is: 'unknown', refusal: { code: signedIn.failure.code, source } }
}

/** `/host`: sign in, create a wall, or go on with one. */
export function HomePage({ choice, wantedId, onOpen }: HomePageProps) {
  const t = hostMessages(choice.language)
  const [visitor, setVisitor] = useState<Visitor>(() => (readFragment('key') === null ? knownVisitor() : { is: 'trying' }))

  const tryKey = async (key: string, source: KeySource): Promise<void> => {
    setVisitor({ is: 'trying' })
    setVisitor(await visitorOf(key, source))
  }
  // The key of the link that opened the page; the first state says that it is tried.
  useEffect(() => {
    const key = takeFromFragment('key')
    if (key !== null) void visitorOf(key, 'link').then(setVisitor)
  }, [])
  // The terminal's link was pasted into the open page.
  useFragmentChange(() => {
    const key = takeFromFragment('key')
    if (key !== null) void tryKey(key, 'link')
  })
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
  const onAnswer = useEffectEvent((answer: Outcome<readonly HostedSession[]>): void => {
    if (answer.ok) {
      const wanted = answer.value.find(({ session }) => session.id === wantedId)
      if (wanted === undefined) setSessions(answer.value)
      else onOpen(wanted)
    } else if (answer.failure.code === 'unauthorised') onRefused()
    else setRefusal(answer.failure.code)
  })
  // Asked once for each token.
  useEffect(() => {
    void outcomeOf(hostClient(token).listSessions()).then((answer) => onAnswer(answer))
  }, [token])
  const copy = async ({ session }: HostedSession): Promise<void> => {
    const answer = await outcomeOf(hostClient(token).createSession({ title: session.title, state: 'scheduled', copyOf: session.id }))
    if (answer.ok) onOpen(answer.value)
    else setRefusal(answer.failure.code)
  }
  return (
    <>
      <CreateForm token={token} choice={choice} onCreated={onOpen} takesFocus={sessions?.length === 0} />
      {refusal !== null && <Problem>{errorSentence(choice.language, refusal)}</Problem>}
      {sessions !== null && (
        <SessionList sessions={sessions} language={choice.language} onOpen={onOpen} onCopy={(hosted) => void copy(hosted)} />
      )}
    </>
  )
}
