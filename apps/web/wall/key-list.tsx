import { Sheet } from '../shared/ui/sheet.tsx'
import type { WakeLockState } from '../shared/use-wake-lock.ts'
import type { WallWords } from './words.ts'

const HOST_KEYS = [
  ['Space', 'vote'],
  ['Enter', 'results'],
] as const

interface KeyListProps {
  /** The keys that a host has on this screen are listed where it has them. */
  readonly isHost: boolean
  readonly wakeLock: WakeLockState
  readonly words: WallWords
  readonly onClose: () => void
}

/** The list of keys. */
export function KeyList({ isHost, wakeLock, words, onClose }: KeyListProps) {
  const { keys } = words
  const rows: readonly (readonly [string, string])[] = [
    ['F', keys.fullScreen],
    ['Q', keys.qr],
    ...(isHost ? HOST_KEYS.map(([key, action]) => [key, keys[action]] as const) : []),
    ['+', keys.larger],
    ['−', keys.smaller],
    ['H ?', keys.list],
    ['Esc', keys.back],
  ]
  return (
    <Sheet title={words.keysTitle} closeLabel={keys.back} onClose={onClose}>
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
      {wakeLock !== 'asked' && <p className="key-list__note">{wakeLock === 'held' ? words.staysOn : words.mayGoDark}</p>}
    </Sheet>
  )
}
