import type { RealtimeClient } from '@guestwall/client'
import type { SessionHost } from '@guestwall/client/host'
import { isErased } from '@guestwall/protocol'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { isFreeKey } from '../free-key.ts'
import { newestFirst, type QueueState } from '../queue/queue-state.ts'
import { UndoStrip } from '../undo-strip.tsx'
import { useNow } from '../use-now.ts'
import { rowAct } from './guest-act.ts'
import { GuestDetail } from './guest-detail.tsx'
import { countGuests, filterGuests, GUEST_FILTERS, type GuestFilter } from './guest-filter.ts'
import { GuestRow } from './guest-row.tsx'
import { clockOf, standingText } from './guest-words.ts'
import { guestDeskMessages } from './messages.ts'
import { useGuestActs } from './use-guest-acts.ts'
import { useGuests } from './use-guests.ts'

interface GuestDeskProps {
  readonly client: RealtimeClient
  readonly host: SessionHost
  readonly messages: QueueState
  /** Its tab is selected. */
  readonly isSeen: boolean
  /** There is room for a guest beside the list. */
  readonly isWide: boolean
  readonly report: (call: Promise<unknown>) => Promise<boolean>
  readonly language: Language
}

/** The guests of a wall: who they are, and what a host can do about one (H4). */
export function GuestDesk({ client, host, messages, isSeen, isWide, report, language }: GuestDeskProps) {
  const t = guestDeskMessages(language)
  const { list, learn } = useGuests(client, host, isSeen)
  const acts = useGuestActs({ host, learn, report })
  const [filter, setFilter] = useState<GuestFilter>('all')
  const [text, setText] = useState('')
  const [openId, setOpenId] = useState<string | null>(null)
  const clock = clockOf(language)
  // The date, as far as a page has it without asking again.
  const nowMs = performance.timeOrigin + useNow(isSeen, AWAY_TICK_MS)
  const guests = list ?? []
  const counts = countGuests(guests)
  const rows = filterGuests(guests, filter, text)
  const opened = guests.find(({ id }) => id === openId) ?? null

  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'u' || event.repeat || !isFreeKey(event)) return
    event.preventDefault()
    acts.undo()
  })
  useEffect(() => {
    if (!isSeen) return
    const listen = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [isSeen])

  const detail = opened !== null && (
    <GuestDetail
      guest={opened}
      messages={[...messages.entries.values()]
        .filter(({ message }) => message.guestId === opened.id && !isErased(message))
        .sort(newestFirst)
        .map(({ message }) => message)}
      clock={clock}
      acts={acts}
      t={t}
    />
  )
  const { done } = acts
  return (
    <section className={`guests${opened !== null && isWide ? ' guests--open' : ''}`} aria-label={t.title}>
      <div className="guests__main">
        <header className="guests__head">
          <Field label={t.search} type="search" value={text} onChange={(event) => setText(event.target.value)} />
          <div className="guests__filters" role="group" aria-label={t.filter}>
            {GUEST_FILTERS.map((each) => (
              <Button key={each} look="soft" className="guests__filter" aria-pressed={filter === each} onClick={() => setFilter(each)}>
                {t.filters[each]} <span className="guests__count">{counts[each]}</span>
              </Button>
            ))}
          </div>
        </header>
        <div className="guests__box" tabIndex={0} role="group" aria-label={t.title}>
          {rows.length === 0 ? (
            <p className="queue__empty">{list === null ? t.loading : list.length === 0 ? t.none : t.noneFound}</p>
          ) : (
            <table className="guests__table">
              <thead>
                <tr>
                  <th scope="col">{t.columns.name}</th>
                  <th scope="col">{t.columns.source}</th>
                  <th scope="col">{t.columns.messages}</th>
                  <th scope="col">{t.columns.last}</th>
                  <th scope="col">{t.columns.standing}</th>
                  <th scope="col">{t.columns.acts}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((guest) => (
                  <GuestRow
                    key={guest.id}
                    guest={guest}
                    standing={standingText(guest, nowMs, t)}
                    last={clock(guest.lastSeenAt)}
                    isOpen={guest.id === openId}
                    onOpen={() => setOpenId(guest.id === openId ? null : guest.id)}
                    onAct={() => acts.act(guest, rowAct(guest))}
                    t={t}
                  />
                ))}
              </tbody>
            </table>
          )}
        </div>
        <UndoStrip
          offer={
            done === null ? null : { text: t.did(done.act, done.guest.name), quote: null, undo: t.undo[done.act], untilMs: done.untilMs }
          }
          onUndo={acts.undo}
        />
      </div>
      {opened !== null && isWide && (
        <aside className="guests__detail" aria-label={opened.name}>
          <header className="guests__detail-head">
            <h2>
              <bdi>{opened.name}</bdi>
            </h2>
            <Button look="text" onClick={() => setOpenId(null)}>
              {t.close}
            </Button>
          </header>
          {detail}
        </aside>
      )}
      {opened !== null && !isWide && (
        <Sheet title={opened.name} closeLabel={t.close} onClose={() => setOpenId(null)}>
          {detail}
        </Sheet>
      )}
    </section>
  )
}

const AWAY_TICK_MS = 30_000
