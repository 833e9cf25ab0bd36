import type { Retention } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { withRegion } from '../../shared/with-region.ts'
import { lifeMessages } from './messages.ts'

interface DeletionDayProps {
  readonly retention: Retention
  readonly language: Language
}

/** When the session's data goes by itself, if it does. */
export function DeletionDay({ retention: { deletesAt }, language }: DeletionDayProps) {
  const t = lifeMessages(language)
  const dayOf = new Intl.DateTimeFormat(withRegion(language), { dateStyle: 'long', timeStyle: 'short' })
  return <p className="panel__hint">{deletesAt === null ? t.keptAsDraft : t.deletesAt(dayOf.format(new Date(deletesAt)))}</p>
}
