import { useMemo } from 'react'
import { Button } from '../shared/ui/button.tsx'
import type { HallClock } from './hall-clock.ts'
import type { KeepsakeMessages } from './messages.ts'
import type { Replay } from './replay.ts'
import { type Player, SPEEDS } from './use-player.ts'

/** The parts of the time line whose messages are counted. */
const SLICES = 96

interface PlayerBarProps {
  readonly replay: Replay
  readonly player: Player
  readonly clock: HallClock
  /** The messages on the wall now. */
  readonly count: number
  readonly t: KeepsakeMessages
}

/** Play, pause, speed, and the time line, which shows how many wishes came when. */
export function PlayerBar({ replay, player, clock, count, t }: PlayerBarProps) {
  const { durationMs } = replay
  const slices = useMemo(() => densityOf(replay), [replay])
  const now = replay.instantAt(player.timeMs)
  const share = durationMs === 0 ? 1 : player.timeMs / durationMs
  return (
    <footer className="player" data-playing={player.isPlaying}>
      <Button look="quiet" className="player__play" aria-label={player.isPlaying ? t.pause : t.play} onClick={player.toggle}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d={player.isPlaying ? 'M7 5h3.4v14H7zM13.6 5H17v14h-3.4z' : 'M8 5l11 7-11 7z'} fill="currentColor" />
        </svg>
      </Button>
      <output className="player__time">{now === null ? '' : clock.time(now)}</output>
      <div className="player__line">
        <svg className="player__density" viewBox={`0 0 ${SLICES} 20`} preserveAspectRatio="none" aria-hidden="true">
          {slices.map((height, index) => (
            <rect
              key={index}
              className={index / SLICES < share ? 'player__past' : undefined}
              x={index + 0.15}
              width={0.7}
              y={20 - height * 20}
              height={Math.max(0.4, height * 20)}
            />
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={Math.max(1, durationMs)}
          step="any"
          value={player.timeMs}
          aria-label={t.timeline}
          aria-valuetext={now === null ? '' : clock.time(now)}
          onInput={({ currentTarget }) => player.seek(Number(currentTarget.value))}
        />
      </div>
      <span className="player__count">{t.counted(count, -1)}</span>
      <fieldset className="player__speeds">
        <legend className="gw-unseen">{t.speed}</legend>
        {SPEEDS.map((speed) => (
          <Button key={speed} look="soft" aria-pressed={player.speed === speed} onClick={() => player.choose(speed)}>
            {t.times(speed)}
          </Button>
        ))}
      </fieldset>
    </footer>
  )
}

/** The messages of each slice of the time line, as a part of the fullest slice. */
function densityOf(replay: Replay): number[] {
  const counts = Array.from({ length: SLICES }, () => 0)
  for (const item of replay.items) {
    if (item.kind !== 'message') continue
    const share = replay.durationMs === 0 ? 0 : replay.timeOf(item.from) / replay.durationMs
    const slice = Math.min(SLICES - 1, Math.floor(share * SLICES))
    counts[slice] = (counts[slice] ?? 0) + 1
  }
  const most = Math.max(1, ...counts)
  return counts.map((count) => count / most)
}
