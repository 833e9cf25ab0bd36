import type { HostMessage, HostScreen, Layout, ScreenChange, ScreenPicture, ScreenState, Session, Vote } from '@guestwall/protocol'
import { useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Fold } from '../../shared/ui/fold.tsx'
import { Choices } from '../choices.tsx'
import { Icon, type IconName } from '../icon.tsx'
import { LAYOUTS } from '../layouts.ts'
import { hostMessages } from '../messages.ts'
import { backlogOf } from './backlog.ts'
import { ChooseMessage } from './choose-message.tsx'
import { LaneChoices } from './lane-choices.tsx'
import { screensMessages } from './messages.ts'
import { ScreenThumbnail } from './screen-thumbnail.tsx'
import { screenName } from './screen-name.ts'
import { cardOf, shownPage } from './screen-view.ts'
import type { ShownLayout } from './shown-layout.ts'

interface ScreenCardProps {
  readonly screen: HostScreen
  readonly state: ScreenState
  readonly shown: ShownLayout
  readonly session: Session
  readonly messages: ReadonlyMap<string, HostMessage>
  /** As a wall screen may see them. */
  readonly votes: readonly Vote[]
  readonly control: (change: ScreenChange) => Promise<boolean>
  readonly language: Language
}

/** One screen: what it shows, how far behind it is, and the acts on it, each always in its place. */
export function ScreenCard({ screen, state, shown, session, messages, votes, control, language }: ScreenCardProps) {
  const t = screensMessages(language)
  const [isChoosing, setChoosing] = useState(false)
  const report = shownPage(screen)?.report ?? null
  const name = screenName(screen, language)
  const backlog = backlogOf(report, state, t)
  const { next } = shown
  const picture = report === null ? null : pictureName(report.picture, state, session, language)
  const vote = votes.find(({ id }) => id === report?.vote) ?? null
  const hasLanes = report?.picture === 'danmaku' || (state.layout ?? session.layout) === 'danmaku'
  const isUpright = report !== null && report.height > report.width
  const button = (icon: IconName, word: string, change: ScreenChange | null, isOn = false) => (
    <Button
      look="soft"
      className="screen__act"
      aria-pressed={isOn}
      aria-label={t.actOn(word, name)}
      onClick={() => (change === null ? setChoosing(true) : void control(change))}
    >
      <Icon name={icon} />
      <span>{word}</span>
    </Button>
  )
  const isLarge = state.spotlight !== null
  return (
    <article className={`screen${isUpright ? ' screen--upright' : ''}`} aria-label={name}>
      <header className="screen__head">
        <h3 className="screen__name" dir="auto">
          {name}
        </h3>
        {report !== null && picture !== null && <p className="screen__facts">{`${picture} · ${report.width} × ${report.height}`}</p>}
      </header>
      {report !== null && picture !== null && (
        <ScreenThumbnail
          report={report}
          session={session}
          messages={messages}
          vote={vote}
          label={vote === null ? t.thumbnail(name, picture, report.cards.length) : t.thumbnailOfVote(name, vote.question)}
        />
      )}
      <p className={`screen__backlog${backlog.isWell ? ' screen__backlog--well' : ''}`}>
        {next === null ? backlog.text : t.resultsThen(hostMessages(language).layouts[next])}
      </p>
      <div className="screen__acts">
        {isLarge ? button('shrink', t.endSpotlight, { spotlight: null }, true) : button('enlarge', t.spotlight, null)}
        {state.pausedAt !== null ? button('play', t.goOn, { isPaused: false }, true) : button('pause', t.pause, { isPaused: true })}
        {button('step', t.step, { step: true })}
        {state.isBlank ? button('blank', t.unblank, { isBlank: false }, true) : button('blank', t.blank, { isBlank: true })}
      </div>
      <Fold title={t.more} className="screen__more">
        <div className="screen__acts screen__acts--two">
          {state.frozenAt !== null
            ? button('freeze', t.unfreeze, { isFrozen: false }, true)
            : button('freeze', t.freeze, { isFrozen: true })}
          {state.clearedTo > 0 ? button('undo', t.unclear, { isCleared: false }, true) : button('cross', t.clear, { isCleared: true })}
          {state.isCalm === true ? button('motion', t.uncalm, { isCalm: false }, true) : button('calm', t.calm, { isCalm: true })}
        </div>
        <Choices
          legend={t.layout}
          choices={[['session', t.asSession] as const, ...layouts(language)]}
          chosen={next !== null ? shown.layout : (state.layout ?? 'session')}
          isPassing={next !== null}
          onChoose={(layout: Layout | 'session') => void control({ layout: layout === 'session' ? null : layout })}
        />
        {hasLanes && <LaneChoices state={state} control={control} t={t} />}
      </Fold>
      {isChoosing && (
        <ChooseMessage
          messages={(report?.cards ?? []).flatMap((card) => messages.get(cardOf(card).id) ?? [])}
          onChoose={(id) => {
            setChoosing(false)
            void control({ spotlight: id })
          }}
          onClose={() => setChoosing(false)}
          t={t}
        />
      )}
    </article>
  )
}

/** A message is large because a host enlarges it, or because it is its turn. After the end there is no code to scan: the picture is the thanks. */
export function pictureName(
  picture: ScreenPicture,
  { spotlight }: ScreenState,
  session: Pick<Session, 'state'>,
  language: Language,
): string {
  if (picture === 'idle' && session.state === 'ended') return screensMessages(language).thanks
  return picture === 'spotlight' && spotlight === null
    ? hostMessages(language).layouts.spotlight
    : screensMessages(language).pictures[picture]
}

/** The layouts with their names. */
export function layouts(language: Language): (readonly [Layout, string])[] {
  const t = hostMessages(language)
  return LAYOUTS.map((layout) => [layout, t.layouts[layout]] as const)
}
