import { Sheet } from '../../shared/ui/sheet.tsx'
import type { QueueMessages } from './messages.ts'

interface KeyListProps {
  readonly onClose: () => void
  readonly t: QueueMessages
}

/** The keys of the queue, by what they do. */
const KEYS: readonly (readonly [readonly string[], keyof QueueMessages['keys']])[] = [
  [['J', 'K'], 'move'],
  [['A'], 'show'],
  [['R'], 'reject'],
  [['P'], 'pin'],
  [['X'], 'select'],
  [['U'], 'undo'],
  [['N'], 'newer'],
  [['?'], 'help'],
]
/** The keys that stand below the list. */
const ON_THE_LINE = 6

/** One line with the keys that a host needs most. */
export function KeyLine({ onAll, t }: { readonly onAll: () => void; readonly t: QueueMessages }) {
  return (
    <div className="key-line">
      <Keys count={ON_THE_LINE} t={t} />
      <button type="button" className="key-line__all" onClick={onAll}>
        <kbd aria-hidden="true">?</kbd> {t.allKeys}
      </button>
    </div>
  )
}

/** All keys, in a sheet. */
export function KeySheet({ onClose, t }: KeyListProps) {
  return (
    <Sheet title={t.keysTitle} closeLabel={t.close} onClose={onClose}>
      <div className="key-sheet">
        <Keys count={KEYS.length} t={t} />
      </div>
    </Sheet>
  )
}

function Keys({ count, t }: { readonly count: number; readonly t: QueueMessages }) {
  return (
    <dl className="keys">
      {KEYS.slice(0, count).map(([letters, does]) => (
        <div key={does} className="keys__one">
          <dt>
            {letters.map((letter) => (
              <kbd key={letter}>{letter}</kbd>
            ))}
          </dt>
          <dd>{t.keys[does]}</dd>
        </div>
      ))}
    </dl>
  )
}
