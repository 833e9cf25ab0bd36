import { useEffect, useMemo, useRef, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import type { Language } from '../shared/catalogs.ts'
import { Problem } from '../shared/ui/notice.tsx'
import { AccessList } from './access-list.tsx'
import { accessMessages } from './access-messages.ts'
import { sessionHost } from './host-client.ts'
import type { HostMessages } from './messages.ts'
import { NewLinkForm } from './new-link-form.tsx'
import { pairCode } from './pair-code.ts'
import { PairForm } from './pair-form.tsx'
import { useAccess } from './use-access.ts'

interface AccessPanelProps {
  readonly sessionId: string
  readonly hostToken: string
  /** The server's address in the network. */
  readonly network: string
  /** The host asked for it: it stands open, where it is seen. */
  readonly isWanted: boolean
  readonly language: Language
  readonly t: HostMessages
}

/** The credentials of this wall: who has one, new links for helpers, and screens that are paired by their code. */
export function AccessPanel({ sessionId, hostToken, network, isWanted, language, t }: AccessPanelProps) {
  const words = accessMessages(language)
  const host = useMemo(() => sessionHost(sessionId, hostToken), [sessionId, hostToken])
  const [scanned] = useState(pairCode.take)
  const [isOpen, setOpen] = useState(isWanted || scanned !== null)
  const access = useAccess(host, isOpen)
  const fold = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (isWanted) fold.current?.scrollIntoView({ block: 'start' })
  }, [isWanted])
  return (
    <details ref={fold} className="fold access" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      <div className="access__parts">
        <PairForm host={host} address={`${network}/wall`} scanned={scanned} onPaired={access.refresh} language={language} />
        <NewLinkForm host={host} onCreated={access.refresh} language={language} copy={t} />
        <AccessList host={host} access={access} language={language} />
        <Problem>{access.refusal === null ? null : errorSentence(language, access.refusal)}</Problem>
      </div>
    </details>
  )
}
