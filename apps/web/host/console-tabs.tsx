import { Tabs } from '../shared/ui/tabs.tsx'
import type { ConsolePart } from './console-part.ts'
import { Icon } from './icon.tsx'
import type { HostMessages } from './messages.ts'

interface ConsoleTabsProps {
  readonly selected: ConsolePart
  readonly onSelect: (tab: ConsolePart) => void
  readonly pendingCount: number
  readonly openVoteCount: number
  /** The screens stand beside the panels: they need no tab. */
  readonly areScreensSeen: boolean
  /** The host goes through the first minute. */
  readonly hasStart: boolean
  readonly t: HostMessages
}

/** The parts of the console: a rail on a laptop, a bar at the thumb on a phone. */
export function ConsoleTabs({ selected, onSelect, pendingCount, openVoteCount, areScreensSeen, hasStart, t }: ConsoleTabsProps) {
  const parts: readonly ConsolePart[] = [
    'messages',
    'votes',
    ...(areScreensSeen ? [] : (['screens'] as const)),
    // A bar at the thumb has room for five, and in the first minute there is nobody to look for: the guests take the place of the start.
    hasStart && !areScreensSeen ? 'start' : 'guests',
    'share',
    // It goes while the host works: on the rail it is the last, so that no other part moves.
    ...(hasStart && areScreensSeen ? (['start'] as const) : []),
  ]
  const counts = { start: 0, messages: pendingCount, votes: openVoteCount, screens: 0, guests: 0, share: 0 }
  const spoken = { start: null, messages: t.tabPending, votes: t.tabOpenVotes, screens: null, guests: null, share: null }
  return (
    <div className="console__tabs">
      <Tabs
        label={t.tabs}
        selected={selected}
        onSelect={onSelect}
        tabs={parts.map((id) => {
          const say = spoken[id]
          return {
            id,
            label: (
              <>
                <Icon name={id} />
                <span>{t.tabOf[id]}</span>
              </>
            ),
            count: counts[id],
            ...(counts[id] > 0 && say !== null ? { spoken: say(counts[id]) } : {}),
          }
        })}
      />
    </div>
  )
}
