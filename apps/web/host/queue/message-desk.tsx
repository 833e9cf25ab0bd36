import type { HostMessage, Session } from '@guestwall/protocol'
import { type ReactNode, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { TabPanel, Tabs } from '../../shared/ui/tabs.tsx'
import { UndoStrip } from '../undo-strip.tsx'
import type { LiveWall } from '../use-live-wall.ts'
import { CardStack } from './card-stack.tsx'
import { firstList } from './first-list.ts'
import { KeyLine, KeySheet } from './key-list.tsx'
import { MessageSheet } from './message-sheet.tsx'
import { queueMessages } from './messages.ts'
import { ModeSwitch } from './mode-switch.tsx'
import { QueueList } from './queue-list.tsx'
import { countOf, QUEUE_STATUSES, type QueueStatus } from './queue-state.ts'

interface MessageDeskProps {
  readonly wall: LiveWall
  readonly session: Session
  /** The button for the other rules of moderation; a moderator has none. */
  readonly rules: ReactNode
  /** Its tab is selected. */
  readonly isSeen: boolean
  /** A phone in one hand: one card at a time, and the modes stand elsewhere. */
  readonly isNarrow: boolean
  readonly language: Language
}

/** All messages of a wall: those that wait, those on the wall, those that were rejected, and those for the hosts alone. */
export function MessageDesk({ wall, session, rules, isSeen, isNarrow, language }: MessageDeskProps) {
  const t = queueMessages(language)
  const { log, acts, undo } = wall
  const [chosen, setChosen] = useState<QueueStatus | null>(null)
  const [shownId, setShownId] = useState<string | null>(null)
  const [hasKeys, setHasKeys] = useState(false)
  const { status: first, isLed } = firstList(session, { pending: countOf(log.state, 'pending'), shown: countOf(log.state, 'shown') })
  const status = chosen ?? first
  // A host who was led to what waits stays there.
  if (chosen === null && isLed) setChosen(first)
  const hasPrivate = session.privateWishes === true || countOf(log.state, 'private') > 0
  const opened: HostMessage | null = (shownId === null ? undefined : log.state.entries.get(shownId)?.message) ?? null
  const offer = isSeen ? undo.offer : null
  const common = { log, acts, onEnlarge: wall.enlarge, onMore: ({ id }: HostMessage) => setShownId(id), language, t }

  return (
    <section className="queue" aria-label={t.title}>
      <header className="queue__head">
        <Tabs
          label={t.title}
          selected={status}
          onSelect={setChosen}
          tabs={QUEUE_STATUSES.filter((each) => each !== 'private' || hasPrivate).map((each) => {
            const count = countOf(log.state, each)
            return {
              id: each,
              label: <CountedLabel label={t.tabs[each]} count={count} calls={each === 'pending' && count > 0 && status !== each} />,
              spoken: t.tabOf(t.tabs[each], count),
            }
          })}
        />
        {!isNarrow && !wall.isModerator && <ModeSwitch session={session} change={wall.change} rules={null} t={t} />}
        {!isNarrow && rules}
      </header>
      <TabPanel id={status} isSelected>
        {isNarrow && status === 'pending' ? (
          <CardStack {...common} />
        ) : (
          <QueueList {...common} key={status} status={status} isSeen={isSeen} onUndo={undo.undo} onHelp={() => setHasKeys(true)} />
        )}
      </TabPanel>
      <div className={`queue__foot${offer === null ? '' : ' queue__foot--offer'}`}>
        <UndoStrip offer={offer} onUndo={undo.undo} />
        <KeyLine onAll={() => setHasKeys(true)} t={t} />
      </div>
      {opened !== null && (
        <MessageSheet
          message={opened}
          onAct={isNarrow ? (act) => acts.act(act, [opened]) : null}
          onEnlarge={() => wall.enlarge(opened)}
          guestActs={wall.guestActs}
          onRemove={() => acts.remove(opened)}
          onClose={() => setShownId(null)}
          language={language}
        />
      )}
      {hasKeys && <KeySheet onClose={() => setHasKeys(false)} t={t} />}
    </section>
  )
}

interface CountedLabelProps {
  readonly label: string
  readonly count: number
  /** Messages wait there for the host, who looks at another list. */
  readonly calls: boolean
}

/** A number that is there also when it is 0. */
function CountedLabel({ label, count, calls }: CountedLabelProps) {
  return (
    <>
      {label} <span className={calls ? 'queue__count queue__count--calls' : 'queue__count'}>{count}</span>
    </>
  )
}
