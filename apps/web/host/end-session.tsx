import type { HostMessages } from './messages.ts'
import { Fold } from '../shared/ui/fold.tsx'
import { TwoStep } from '../shared/ui/two-step.tsx'

interface EndSessionProps {
  readonly end: () => Promise<boolean>
  readonly t: HostMessages
}

/** Ends the wall, in two steps: it cannot be taken back. */
export function EndSession({ end, t }: EndSessionProps) {
  return (
    <Fold title={t.endTitle} className="end-session">
      <p className="panel__hint">{t.endHint}</p>
      <TwoStep ask={t.end} confirm={t.confirmEnd} keep={t.cancel} onConfirm={() => void end()} />
    </Fold>
  )
}
