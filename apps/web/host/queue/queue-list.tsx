import type { HostMessage } from '@guestwall/protocol'
import { useRef, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { clockOf } from '../../shared/clock-of.ts'
import { Button } from '../../shared/ui/button.tsx'
import { actsOn, type MessageAct } from './message-act.ts'
import type { QueueMessages } from './messages.ts'
import { QueueBar } from './queue-bar.tsx'
import { QueueRow } from './queue-row.tsx'
import type { QueueStatus } from './queue-state.ts'
import { rowEnd } from './row-words.ts'
import { useHeldRows } from './use-held-rows.ts'
import { useHold } from './use-hold.ts'
import type { MessageActs } from './use-message-acts.ts'
import type { MessageLog } from './use-message-log.ts'
import { useQueueKeys } from './use-queue-keys.ts'

interface QueueListProps {
  readonly status: QueueStatus
  readonly log: MessageLog
  readonly acts: MessageActs
  readonly isSeen: boolean
  readonly onEnlarge: (message: HostMessage) => void
  readonly onMore: (message: HostMessage) => void
  /** Takes the last act back, on a message or a guest. */
  readonly onUndo: () => void
  readonly onHelp: () => void
  readonly language: Language
  readonly t: QueueMessages
}

/** The messages of one status as rows, for a pointer and for keys. */
export function QueueList({ status, log, acts, isSeen, onEnlarge, onMore, onUndo, onHelp, language, t }: QueueListProps) {
  const box = useRef<HTMLDivElement>(null)
  const [currentId, setCurrentId] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  // The row with the focus is the one on which the keys act.
  const hold = useHold(setCurrentId)
  const isHeld = hold.isHeld || selected.size > 0
  const { rows, waiting, release } = useHeldRows({ state: log.state, status, own: acts.own, isHeld })
  const clock = clockOf(language)

  const isOpen = (message: HostMessage): boolean => message.status === status && acts.own.get(message.id)?.is !== 'sending'
  const messages = rows.map(({ message }) => message)
  const open = messages.filter(isOpen)
  // The current row stays the same while it is in the list, whatever comes before it, and also when another host was faster.
  const current = messages.find(({ id }) => id === currentId) ?? open[0] ?? null
  if (current !== null && current.id !== currentId) setCurrentId(current.id)
  const chosen = open.filter(({ id }) => selected.has(id))

  const rowOf = (id: string) => box.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
  const go = (id: string | undefined): void => {
    if (id === undefined) return
    setCurrentId(id)
    const row = rowOf(id)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }
  /** The next open row below, else above. */
  const nextOf = ({ id }: HostMessage): string | undefined => {
    const at = messages.findIndex((message) => message.id === id)
    return (messages.slice(at + 1).find(isOpen) ?? messages.slice(0, Math.max(0, at)).reverse().find(isOpen))?.id
  }
  const act = (name: MessageAct | null, message: HostMessage | null): void => {
    if (name === null || message === null || !isOpen(message)) return
    const staysOpen = name === 'pin' || name === 'unpin'
    if (!staysOpen) go(nextOf(message))
    setSelected((known) => without(known, [message.id]))
    acts.act(name, [message])
  }
  const actOnChosen = (name: MessageAct | null): void => {
    if (name !== null) acts.act(name, chosen)
    setSelected(new Set())
  }
  const actOnPlace = (place: 'show' | 'reject'): void => actOnChosen(chosen[0] === undefined ? null : actsOn(chosen[0])[place])
  /** A key acts on what is selected, else on the row that it is at. */
  const onKey = (place: 'show' | 'reject'): void =>
    chosen.length > 0 ? actOnPlace(place) : act(current && actsOn(current)[place], current)
  const toggle = (id: string): void => setSelected((known) => (known.has(id) ? without(known, [id]) : new Set(known).add(id)))
  const showNew = (): void => {
    release()
    hold.letGo()
    box.current?.scrollTo(0, 0)
  }

  useQueueKeys(isSeen, {
    move: (step) => {
      const at = messages.findIndex(({ id }) => id === current?.id)
      const beyond = step === 1 ? messages.slice(at + 1) : messages.slice(0, Math.max(0, at)).reverse()
      go(beyond.find(isOpen)?.id)
    },
    show: () => onKey('show'),
    reject: () => onKey('reject'),
    pin: () => act(current && actsOn(current).pin, current),
    select: () => current !== null && isOpen(current) && toggle(current.id),
    undo: onUndo,
    newer: showNew,
    help: onHelp,
  })

  return (
    <div className="queue__hold" {...hold.around}>
      <QueueBar
        status={status}
        openCount={open.length}
        chosenCount={chosen.length}
        waiting={waiting}
        onSelectAll={() => setSelected(chosen.length === open.length ? new Set() : new Set(open.map(({ id }) => id)))}
        onAct={actOnPlace}
        onUnselect={() => setSelected(new Set())}
        onNewer={showNew}
        t={t}
      />
      {/* A box that scrolls must be reachable by keyboard. */}
      <div
        ref={box}
        className={`queue__box${isHeld ? ' queue__box--held' : ''}`}
        tabIndex={0}
        role="group"
        aria-label={t.tabs[status]}
        {...hold.on}
      >
        {rows.length === 0 && <p className="queue__empty">{t.empty[status]}</p>}
        <ol className="queue__list">
          {messages.map((message) => (
            <QueueRow
              key={message.id}
              message={message}
              time={clock(message.createdAt)}
              end={rowEnd(message, acts.own.get(message.id), status, language)}
              hasFailed={message.status === status && acts.own.get(message.id)?.is === 'failed'}
              isCurrent={message.id === current?.id}
              isSelected={selected.has(message.id)}
              onAct={(name) => act(name, message)}
              onSelect={() => toggle(message.id)}
              onEnlarge={() => onEnlarge(message)}
              onMore={() => onMore(message)}
              language={language}
              t={t}
            />
          ))}
        </ol>
        {(log.state.parts[status].before ?? 0) > 0 && (
          <Button look="text" className="queue__older" onClick={() => log.loadOlder(status)} isBusy={log.state.requests > 0}>
            {log.state.requests > 0 ? t.loadingOlder : t.older}
          </Button>
        )}
      </div>
    </div>
  )
}

function without(known: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...known].filter((id) => !ids.includes(id)))
}
