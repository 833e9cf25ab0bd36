import { useId } from 'react'
import { Button } from '../../shared/ui/button.tsx'
import { Icon } from '../icon.tsx'
import type { QueueMessages } from './messages.ts'
import type { QueueStatus } from './queue-state.ts'

interface QueueBarProps {
  readonly status: QueueStatus
  readonly openCount: number
  readonly chosenCount: number
  readonly waiting: number
  readonly onSelectAll: () => void
  readonly onAct: (place: 'show' | 'reject') => void
  readonly onUnselect: () => void
  readonly onNewer: () => void
  readonly t: QueueMessages
}

/** The line above the rows: the selection and what can be done with it, and the messages that wait to come in. It is always there: nothing moves. */
export function QueueBar({ status, openCount, chosenCount, waiting, onSelectAll, onAct, onUnselect, onNewer, t }: QueueBarProps) {
  const box = useId()
  const isSome = chosenCount > 0
  return (
    <div className="queue-bar">
      <label className="queue-row__select">
        <input
          id={box}
          type="checkbox"
          ref={(input) => {
            if (input !== null) input.indeterminate = isSome && chosenCount < openCount
          }}
          checked={isSome && chosenCount === openCount}
          aria-label={t.selectAll}
          onChange={onSelectAll}
        />
      </label>
      {isSome ? (
        <div className="queue-bar__chosen">
          <span className="queue-bar__count">{t.selected(chosenCount)}</span>
          {status !== 'shown' && status !== 'private' && (
            <Button look="quiet" onClick={() => onAct('show')}>
              {t.showSelected}
            </Button>
          )}
          {status !== 'rejected' && (
            <Button look={status === 'shown' ? 'quiet' : 'soft'} onClick={() => onAct('reject')}>
              {t.rejecting[status].selected}
            </Button>
          )}
          <Button look="soft" onClick={onUnselect}>
            {t.unselect}
          </Button>
        </div>
      ) : (
        // The box has its own name.
        <label htmlFor={box} aria-hidden="true" className="queue-bar__count">
          {t.selectAll}
        </label>
      )}
      <div className="queue-bar__news" role="status">
        {waiting > 0 && (
          <Button look="quiet" className="queue-bar__newer" onClick={onNewer}>
            <Icon name="up" /> {t.newer(waiting)}
          </Button>
        )}
      </div>
    </div>
  )
}
