import type { SessionHost } from '@guestwall/client/host'
import { actsIn, type ChangeSessionBody, type Session, type SessionAct } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { openingTime } from '../../shared/opening-time.ts'
import { TwoStep } from '../../shared/ui/two-step.tsx'
import { actorName } from '../actor-name.ts'
import { hostMessages } from '../messages.ts'
import { lifeMessages } from './messages.ts'
import { OpeningForm } from './opening-form.tsx'
import { actOutcome } from './act-outcome.ts'

interface LifeActsProps {
  readonly session: Session
  readonly host: SessionHost
  /** Messages that wait for the host, and votes that the end would close. */
  readonly waiting: number
  readonly openVotes: number
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly language: Language
}

interface LifePanelProps extends LifeActsProps {
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
}

/** The life of the session: its state with its acts, and the time of its opening. */
export function LifePanel({ change, ...life }: LifePanelProps) {
  const { session, language } = life
  const t = lifeMessages(language)
  const [note, setNote] = useState('')
  const changeOpening = async (opensAt: string | null): Promise<void> => {
    setNote('')
    if (!(await change({ opensAt }))) return
    const time = openingTime(language, opensAt ?? undefined)
    setNote(time === null ? t.openingCleared : t.openingSet(time))
  }
  return (
    <section className="life" aria-label={t.title}>
      <LifeActs {...life} />
      <p className="life__note" role="status">
        {note}
      </p>
      {(session.state === 'scheduled' || session.state === 'rehearsing') && (
        <OpeningForm key={session.opensAt ?? ''} opensAt={session.opensAt ?? null} change={changeOpening} language={language} />
      )}
    </section>
  )
}

/** The state of the session in words, and the acts that it allows as buttons. The end, and the acts that erase a rehearsal, take two steps. */
export function LifeActs({ session, host, waiting, openVotes, report, language }: LifeActsProps) {
  const t = lifeMessages(language)
  const states = hostMessages(language).states
  const [note, setNote] = useState('')
  const { state } = session
  const act = async (which: SessionAct): Promise<void> => {
    const { conflict, call } = await actOutcome(host.act(which, { from: state }))
    setNote(conflict === null ? '' : t.conflict(conflict.by === null ? null : actorName(conflict.by, language), states[conflict.state]))
    if (conflict === null) await report(call)
  }
  return (
    <>
      <p className="life__state">
        <strong className={`life__word life__word--${state}`}>{states[state]}</strong> {t.meaning[state]}
      </p>
      <div className="life__acts">
        {actsIn(state).map((which) => {
          const confirm = confirmOf(which, state, t)
          return confirm === null ? (
            <Button key={which} look="quiet" onClick={() => void act(which)}>
              {t.acts[which]}
            </Button>
          ) : (
            <TwoStep
              key={which}
              ask={t.acts[which]}
              confirm={confirm}
              keep={t.keep}
              note={which === 'end' && waiting + openVotes > 0 ? t.endLeaves(waiting, openVotes) : null}
              onConfirm={() => void act(which)}
            />
          )
        })}
      </div>
      <p className="life__note" role="status">
        {note}
      </p>
    </>
  )
}

/** The words of the second step; `null`: one step is enough, because another act takes it back. */
function confirmOf(act: SessionAct, state: Session['state'], { confirm }: ReturnType<typeof lifeMessages>): string | null {
  if (act === 'end') return confirm.end
  if (act === 'discard') return confirm.discard
  return act === 'open' && state === 'rehearsing' ? confirm.open : null
}
