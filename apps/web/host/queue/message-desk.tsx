import type { ChangeSessionBody, HostMessage, Session } from '@guestwall/protocol'
import { type ReactNode, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { TabPanel, Tabs } from '../../shared/ui/tabs.tsx'
import { CardStack } from './card-stack.tsx'
import { type UndoOffer, UndoStrip } from '../undo-strip.tsx'
import { KeyLine, KeySheet } from './key-list.tsx'
import { MessageSheet } from './message-sheet.tsx'
import { type QueueMessages, queueMessages } from './messages.ts'
import { ModeSwitch } from './mode-switch.tsx'
import { QueueList } from './queue-list.tsx'
import { countOf, QUEUE_STATUSES, type QueueStatus } from './queue-state.ts'
import { beginningOf } from './row-words.ts'
import type { DoneAct, MessageActs } from './use-message-acts.ts'
import type { MessageLog } from './use-message-log.ts'

interface MessageDeskProps {
  readonly session: Session
  readonly log: MessageLog
  readonly acts: MessageActs
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly onEnlarge: (message: HostMessage) => void
  /** Beside the modes. */
  readonly rules: ReactNode
  /** Its tab is selected. */
  readonly isSeen: boolean
  /** A phone in one hand: one card at a time, and the modes stand elsewhere. */
  readonly isNarrow: boolean
  readonly language: Language
}

/** All messages of a wall: those that wait, those on the wall, those that were rejected, and those for the hosts alone. */
export function MessageDesk({ session, log, acts, change, onEnlarge, rules, isSeen, isNarrow, language }: MessageDeskProps) {
  const t = queueMessages(language)
  const [chosen, setChosen] = useState<QueueStatus | null>(null)
  const [shownId, setShownId] = useState<string | null>(null)
  const [hasKeys, setHasKeys] = useState(false)
  // Before the host chooses, the list is the one that the mode needs: the host's work, or the wall.
  const status = chosen ?? (session.moderation === 'approve' ? 'pending' : 'shown')
  const hasPrivate = session.privateWishes === true || countOf(log.state, 'private') > 0
  const opened: HostMessage | null = (shownId === null ? undefined : log.state.entries.get(shownId)?.message) ?? null

  return (
    <section className="queue" aria-label={t.title}>
      <header className="queue__head">
        <Tabs
          label={t.title}
          selected={status}
          onSelect={setChosen}
          tabs={QUEUE_STATUSES.filter((each) => each !== 'private' || hasPrivate).map((each) => {
            const count = countOf(log.state, each)
            return { id: each, label: <CountedLabel label={t.tabs[each]} count={count} />, spoken: t.tabOf(t.tabs[each], count) }
          })}
        />
        {!isNarrow && <ModeSwitch session={session} change={change} rules={rules} t={t} />}
      </header>
      <TabPanel id={status} isSelected>
        {isNarrow && status === 'pending' ? (
          <CardStack log={log} acts={acts} onEnlarge={onEnlarge} onMore={({ id }) => setShownId(id)} language={language} t={t} />
        ) : (
          <QueueList
            key={status}
            status={status}
            log={log}
            acts={acts}
            isSeen={isSeen}
            onEnlarge={onEnlarge}
            onMore={({ id }) => setShownId(id)}
            onHelp={() => setHasKeys(true)}
            language={language}
            t={t}
          />
        )}
      </TabPanel>
      <UndoStrip offer={acts.done === null ? null : offerOf(acts.done, t)} onUndo={acts.undo} />
      <KeyLine onAll={() => setHasKeys(true)} t={t} />
      {opened !== null && <MessageSheet message={opened} onRemove={() => acts.remove(opened)} onClose={() => setShownId(null)} t={t} />}
      {hasKeys && <KeySheet onClose={() => setHasKeys(false)} t={t} />}
    </section>
  )
}

/** A number, not a signal: it is there also when it is 0. */
function CountedLabel({ label, count }: { readonly label: string; readonly count: number }) {
  return (
    <>
      {label} <span className="queue__count">{count}</span>
    </>
  )
}

function offerOf({ act, messages, untilMs }: DoneAct, t: QueueMessages): UndoOffer {
  const [first] = messages
  const isOne = messages.length === 1 && first !== undefined
  return {
    text: isOne ? t.did(act, first.guestName) : t.didMany(act, messages.length),
    quote: isOne ? beginningOf(first.content) : null,
    undo: t.undo,
    untilMs,
  }
}
