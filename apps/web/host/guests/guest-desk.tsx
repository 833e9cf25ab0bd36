import { isErased } from '@guestwall/protocol'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { clockOf } from '../../shared/clock-of.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { Sheet } from '../../shared/ui/sheet.tsx'
import { isFreeKey } from '../free-key.ts'
import { newestFirst } from '../queue/queue-state.ts'
import { UndoStrip } from '../undo-strip.tsx'
import type { LiveWall } from '../use-live-wall.ts'
import { useNow } from '../use-now.ts'
import { GuestDetail } from './guest-detail.tsx'
import { countGuests, filterGuests, GUEST_FILTERS, type GuestFilter } from './guest-filter.ts'
import { GuestTable } from './guest-table.tsx'
import { guestDeskMessages } from './messages.ts'

interface GuestDeskProps {
  readonly wall: LiveWall
  /** Its tab is selected. */
  readonly isSeen: boolean
  /** There is room for a guest beside the list. */
  readonly isWide: boolean
  readonly language: Language
}

/** The guests of a wall: who they are, and what a host can do about one (H4). */
export function GuestDesk({ wall, isSeen, isWide, language }: GuestDeskProps) {
  const t = guestDeskMessages(language)
  const { list, keepReading } = wall.guests
  const { guestActs: acts, undo } = wall
  const [filter, setFilter] = useState<GuestFilter>('all')
  const [text, setText] = useState('')
  const [openId, setOpenId] = useState<string | null>(null)
  // The date, as far as a page has it without asking again.
  const nowMs = performance.timeOrigin + useNow(isSeen, AWAY_TICK_MS)
  const guests = list ?? []
  const counts = countGuests(guests)
  const rows = filterGuests(guests, filter, text)
  const opened = guests.find(({ id }) => id === openId) ?? null

  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'u' || event.repeat || !isFreeKey(event)) return
    event.preventDefault()
    undo.undo()
  })
  useEffect(() => {
    if (!isSeen) return
    const listen = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listen)
    const stopReading = keepReading()
    return () => {
      removeEventListener('keydown', listen)
      stopReading()
    }
  }, [isSeen, keepReading])

  const isInSheet = opened !== null && !isWide
  const detail = opened !== null && (
    <GuestDetail
      guest={opened}
      messages={[...wall.log.state.entries.values()]
        .filter(({ message }) => message.guestId === opened.id && !isErased(message))
        .sort(newestFirst)
        .map(({ message }) => message)}
      clock={clockOf(language)}
      acts={acts}
      t={t}
    />
  )
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
            <GuestTable
              guests={rows}
              nowMs={nowMs}
              openId={openId}
              onOpen={(id) => setOpenId(id === openId ? null : id)}
              acts={acts}
              language={language}
            />
          )}
        </div>
        <UndoStrip offer={isSeen && !isInSheet ? undo.offer : null} onUndo={undo.undo} />
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
      {isInSheet && (
        <Sheet title={opened.name} closeLabel={t.close} onClose={() => setOpenId(null)}>
          {detail}
          <UndoStrip offer={undo.offer} onUndo={undo.undo} />
        </Sheet>
      )}
    </section>
  )
}

const AWAY_TICK_MS = 30_000
