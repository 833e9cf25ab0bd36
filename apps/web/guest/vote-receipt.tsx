import type { Receipt } from '@guestwall/protocol'
import { useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { guestClient } from '../shared/guest-client.ts'
import { outcomeOf } from '../shared/outcome.ts'
import type { Language } from '../shared/catalogs.ts'
import { guestMessages } from './messages.ts'
import { Fold } from '../shared/ui/fold.tsx'
import { CopyButton } from '../shared/ui/copy-field.tsx'

interface VoteReceiptProps {
  readonly sessionId: string
  readonly voteId: string
  readonly token: string
  readonly language: Language
}

const SHOWN_HASH_CHARACTERS = 12

/** A place in the chain of ballots, short enough to be read aloud beside the audit file. */
export function receiptCode({ seq, hash }: Pick<Receipt, 'seq' | 'hash'>): string {
  return `${seq}-${hash.slice(0, SHOWN_HASH_CHARACTERS)}`
}

type Asked =
  | { readonly is: 'loading' | 'none' }
  | { readonly is: 'there'; readonly code: string; readonly isVoided: boolean }
  | { readonly is: 'refused'; readonly why: string }

/** The receipt of a ballot. It is requested when the guest unfolds it. */
export function VoteReceipt({ sessionId, voteId, token, language }: VoteReceiptProps) {
  const t = guestMessages(language).receipt
  const [asked, setAsked] = useState<Asked>({ is: 'loading' })
  const onToggle = async (isOpen: boolean): Promise<void> => {
    if (!isOpen || asked.is === 'there') return
    setAsked({ is: 'loading' })
    const answer = await outcomeOf(guestClient().session(sessionId, token).ballot(voteId))
    if (!answer.ok) return setAsked({ is: 'refused', why: answer.failure.code })
    const { receipt, voided } = answer.value
    setAsked(receipt === null ? { is: 'none' } : { is: 'there', code: receiptCode(receipt), isVoided: voided === true })
  }
  return (
    <Fold title={t.title} className="receipt" onToggle={(isOpen) => void onToggle(isOpen)}>
      {asked.is === 'there' ? (
        <>
          <div className="receipt__line">
            <code className="receipt__code">{asked.code}</code>
            <CopyButton text={asked.code} t={t} />
          </div>
          <p>{asked.isVoided ? t.voided : t.purpose}</p>
        </>
      ) : (
        <p role="status">{asked.is === 'refused' ? errorSentence(language, asked.why) : t[asked.is]}</p>
      )}
    </Fold>
  )
}
