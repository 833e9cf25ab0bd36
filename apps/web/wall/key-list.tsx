import { Sheet } from '../shared/ui/sheet.tsx'
import type { WakeLockState } from '../shared/use-wake-lock.ts'
import type { WallPageMessages } from './messages.ts'

const HOST_KEYS = [
  ['Space', 'vote'],
  ['Enter', 'results'],
  ['P', 'pause'],
  ['B', 'blank'],
] as const

interface KeyListProps {
  /** The keys that a host has on this screen are listed where it has them. */
  readonly isHost: boolean
  readonly wakeLock: WakeLockState
  readonly t: WallPageMessages
  readonly onClose: () => void
}

/** The list of keys. */
export function KeyList({ isHost, wakeLock, t, onClose }: KeyListProps) {
  const { keys } = t
  const rows: readonly (readonly [string, string])[] = [
    ['F', keys.fullScreen],
    ['Q', keys.qr],
    ...(isHost ? HOST_KEYS.map(([key, action]) => [key, keys[action]] as const) : []),
    ['+', keys.larger],
    ['−', keys.smaller],
    ['M', keys.calm],
    ['H ?', keys.list],
    ['Esc', keys.back],
  ]
  return (
    <Sheet title={t.keysTitle} closeLabel={keys.back} onClose={onClose}>
      <dl className="key-list">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      {wakeLock !== 'asked' && <p className="key-list__note">{wakeLock === 'held' ? t.staysOn : t.mayGoDark}</p>}
    </Sheet>
  )
}
