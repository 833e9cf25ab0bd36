import type { Wall } from '@guestwall/protocol'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../shared/ui/button.tsx'
import { columnCount, columnsOf } from './columns.ts'
import type { EveningFile } from './evening-file.ts'
import type { HallClock } from './hall-clock.ts'
import type { KeepsakeMessages } from './messages.ts'
import type { Replay } from './replay.ts'
import type { Player } from './use-player.ts'
import { VoteCard } from './vote-card.tsx'
import { WishCard } from './wish-card.tsx'

/** Cards that are drawn at once; the earlier ones follow on demand. */
const STEP = 400

interface WishColumnsProps {
  readonly evening: EveningFile
  readonly replay: Replay
  readonly player: Player
  /** The wall at this time. */
  readonly wall: Wall
  readonly clock: HallClock
  readonly t: KeepsakeMessages
}

/** Everything that has come until now, the newest first, as columns of cards. */
export function WishColumns({ evening, replay, player, wall, clock, t }: WishColumnsProps) {
  const root = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(() => columnCount(document.documentElement.clientWidth))
  const [most, setMost] = useState(STEP)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setColumns(columnCount(entry?.contentRect.width ?? 0)))
    if (root.current !== null) observer.observe(root.current)
    return () => observer.disconnect()
  }, [])
  const all = useMemo(() => columnsOf(replay.items, columns), [replay, columns])
  const come = replay.items.filter(({ from }) => from <= player.count).length
  const oldest = replay.items[Math.max(0, come - most)]?.from ?? 0
  const pinned = new Set(wall.messages.flatMap(({ id, pinned: isPinned }) => (isPinned ? [id] : [])))
  const votes = new Map(wall.votes.map((vote) => [vote.id, vote]))
  // A jump lets many cards appear: only what comes while it plays moves in.
  const fresh = player.isPlaying ? player.count - 12 : player.count
  return (
    <>
      <div ref={root} className="wishes" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {all.map((items, index) => (
          <div key={index} className="wishes__column">
            {items
              .filter(({ from }) => from <= player.count && from >= oldest)
              .reverse()
              .map((item) => (
                <div key={`${item.kind}${item.id}`} className={item.from > fresh ? 'wishes__item wishes__item--new' : 'wishes__item'}>
                  {item.kind === 'vote' ? (
                    <VoteCard vote={votes.get(item.id) ?? item.vote} t={t} />
                  ) : (
                    <WishCard
                      message={item.message}
                      isPinned={pinned.has(item.id)}
                      photo={evening.photos[item.id] ?? null}
                      occasion={evening.start.session.occasion ?? 'wedding'}
                      clock={clock}
                      pinnedLabel={t.pinned}
                    />
                  )}
                </div>
              ))}
          </div>
        ))}
      </div>
      {come > most && (
        <p className="keepsake-more">
          <Button look="quiet" onClick={() => setMost(most + STEP)}>
            {t.earlier(come - most)}
          </Button>
        </p>
      )}
    </>
  )
}
