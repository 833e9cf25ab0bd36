import type { HostedSession } from '@guestwall/protocol'
import type { Language } from '../shared/catalogs.ts'
import { withRegion } from '../shared/with-region.ts'
import { TitleText } from '../shared/title-text.tsx'
import { lifeMessages } from './life/messages.ts'
import { hostMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface SessionListProps {
  readonly sessions: readonly HostedSession[]
  readonly language: Language
  readonly onOpen: (hosted: HostedSession) => void
  readonly onCopy: (hosted: HostedSession) => void
}

/** Earlier walls, newest first. */
export function SessionList({ sessions, language, onOpen, onCopy }: SessionListProps) {
  const t = hostMessages(language)
  const life = lifeMessages(language)
  const day = new Intl.DateTimeFormat(withRegion(language), { year: 'numeric', month: 'short', day: 'numeric' })
  return (
    <section className="walls" aria-labelledby="walls-title">
      <h2 id="walls-title" className="walls__title">
        {t.yourWalls}
      </h2>
      {sessions.length === 0 && <p className="panel__hint">{t.noWalls}</p>}
      <ul className="walls__list">
        {sessions.map((hosted) => (
          <li key={hosted.session.id} className="walls__row">
            <button type="button" className="walls__wall" onClick={() => onOpen(hosted)}>
              <span className="walls__name">
                <TitleText title={hosted.session.title} />
              </span>
              <span className="walls__facts">
                <span>{t.states[hosted.session.state]}</span>
                <span className="walls__code">{hosted.session.code}</span>
                <time dateTime={hosted.session.createdAt}>{day.format(new Date(hosted.session.createdAt))}</time>
              </span>
            </button>
            <Button look="quiet" aria-label={life.copy(hosted.session.title)} onClick={() => onCopy(hosted)}>
              {life.copyShort}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
