import { languageOf } from '@guestwall/react'
import { useEffect, useMemo, useState } from 'react'
import { type Language, LANGUAGES } from '../shared/catalogs.ts'
import { useTheme } from '../shared/theme.ts'
import { TitleText } from '../shared/title-text.tsx'
import { Button } from '../shared/ui/button.tsx'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import type { EveningFile } from './evening-file.ts'
import { HallClock } from './hall-clock.ts'
import { keepsakeMessages } from './messages.ts'
import { PlayerBar } from './player-bar.tsx'
import type { Replay } from './replay.ts'
import { usePlayer } from './use-player.ts'
import { WishColumns } from './wish-columns.tsx'

interface KeepsakePageProps {
  readonly evening: EveningFile
  readonly replay: Replay
}

/** The evening, whole, and as a film. */
export function KeepsakePage({ evening, replay }: KeepsakePageProps) {
  const [language, choose] = useState<Language>(LANGUAGES.includes(evening.language) ? evening.language : 'en')
  const { session } = evening.start
  const t = keepsakeMessages(language)
  const player = usePlayer(replay)
  const wall = useMemo(() => replay.wallAfter(player.count), [replay, player.count])
  const clock = useMemo(() => new HallClock(language, evening.timeZone), [language, evening.timeZone])
  const guests = useMemo(
    () => new Set(replay.items.flatMap((item) => (item.kind === 'message' ? [item.message.guestId] : []))).size,
    [replay],
  )
  const messages = useMemo(() => replay.items.filter(({ kind }) => kind === 'message').length, [replay])
  useTheme(session.theme)
  useEffect(() => {
    document.documentElement.lang = language
    document.title = session.title
  }, [language, session.title])
  const first = replay.instantAt(0)

  return (
    <>
      <header className="keepsake-head">
        <LanguageSwitch language={language} choose={choose} />
        {session.subtitle !== '' && (
          <p className="keepsake-head__subtitle" lang={languageOf(session.subtitle)}>
            {session.subtitle}
          </p>
        )}
        <h1>
          <TitleText title={session.title} />
        </h1>
        <p className="keepsake-head__thanks">{t.thanks[session.occasion ?? 'wedding']}</p>
        <p className="keepsake-head__facts">
          {first !== null && session.subtitle === '' && <>{clock.date(first)} · </>}
          {t.counted(messages, guests)}
        </p>
        {replay.length > 0 && !player.isPlaying && player.isAtEnd && (
          <Button isTall onClick={player.toggle}>
            {t.replay}
          </Button>
        )}
      </header>
      <main className="keepsake">
        {replay.length === 0 ? (
          <p className="keepsake-empty">{t.empty}</p>
        ) : (
          <WishColumns evening={evening} replay={replay} player={player} wall={wall} clock={clock} t={t} />
        )}
      </main>
      {replay.length > 0 && <PlayerBar replay={replay} player={player} clock={clock} count={wall.messageCount} t={t} />}
    </>
  )
}
