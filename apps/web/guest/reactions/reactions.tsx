import type { RealtimeClient, ViewMessage } from '@guestwall/client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { reactionMessages } from '../../shared/reaction-messages.ts'
import { ReactionChoice } from './reaction-choice.tsx'
import { ReactionSum } from './reaction-sum.tsx'
import { reactionsOf } from './reactions-of.ts'

interface ReactionsProps {
  readonly client: RealtimeClient
  readonly sessionId: string
  /** The guest's credential, for a phone without a socket. */
  readonly token: string | null
  readonly message: ViewMessage['message']
  readonly language: Language
}

/** The reactions under a message: how many there are, and the six seals once the guest opens them, at the same place and of the same height. */
export function Reactions({ client, sessionId, token, message: { id }, language }: ReactionsProps) {
  const reactions = reactionsOf(client, sessionId)
  const { counts, own } = useSyncExternalStore(reactions.subscribe, () => reactions.of(id))
  /** `null`: not opened yet. */
  const [isOpen, setOpen] = useState<boolean | null>(null)
  useEffect(() => {
    reactions.authorise(token)
  }, [reactions, token])
  const t = reactionMessages(language)
  if (isOpen !== true) return <ReactionSum counts={counts} own={own} t={t} takesFocus={isOpen !== null} onOpen={() => setOpen(true)} />
  return (
    <ReactionChoice
      counts={counts}
      own={own}
      t={t}
      onChoose={(kind) => reactions.react(id, own === kind ? null : kind)}
      onClose={() => setOpen(false)}
    />
  )
}
