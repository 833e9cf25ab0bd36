import type { SessionHost } from '@guestwall/client/host'
import type { FilterEffect, FilterSettings, NewcomersWait } from '@guestwall/protocol'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { errorSentence } from '../../shared/error-sentences.ts'
import { Button } from '../../shared/ui/button.tsx'
import { useKeptFocus } from '../../shared/use-kept-focus.ts'
import { Choices } from '../choices.tsx'
import { FILTER_RULE_NAMES, LIST_NAMES } from './filter-rules.ts'
import type { ModerationMessages } from './messages.ts'
import { TryText } from './try-text.tsx'
import { type Place, useModerationSettings } from './use-moderation-settings.ts'
import { type TypedEntries, withTyped } from './with-typed.ts'
import { WordList } from './word-list.tsx'

interface ModerationPanelProps {
  readonly host: SessionHost
  readonly language: Language
  readonly t: ModerationMessages
}

const NEWCOMERS: readonly NewcomersWait[] = ['off', 'flood', 'on']
const EFFECTS: readonly FilterEffect[] = ['off', 'hold', 'refuse']

/**
 * The rules that hold or refuse a message besides the mode. Each change is saved at once and can be undone; a refusal is shown where the
 * change was made.
 */
export function ModerationPanel({ host, language, t }: ModerationPanelProps) {
  const { known, failure, done, change, undo, read } = useModerationSettings(host)
  const [typed, setTyped] = useState<TypedEntries>({})
  useAtEnd(() => {
    const filter = known === null ? null : withTyped(known.filter, typed)
    if (filter !== null) void change('rules', { filter })
  })
  const focus = useKeptFocus<HTMLDivElement>()
  const sentence = failure === null ? null : errorSentence(language, failure.code)
  if (known === null) {
    return (
      <div className="moderation">
        <p role="status" className={sentence === null ? 'moderation__hint' : 'problem'}>
          {sentence ?? t.loading}
        </p>
        {sentence !== null && (
          <Button look="quiet" onClick={read}>
            {t.tryAgain}
          </Button>
        )}
      </div>
    )
  }
  const { settings, filter } = known
  const problemAt = (place: Place) => (failure?.place === place ? sentence : null)
  const changeFilter = (place: Place, part: Partial<FilterSettings>): Promise<boolean> => change(place, { filter: { ...filter, ...part } })
  return (
    <div {...focus} className="moderation">
      <Choices
        legend={t.newcomers}
        choices={NEWCOMERS.map((value) => [value, t.newcomersWait[value]] as const)}
        chosen={settings.newcomersWait}
        onChoose={(newcomersWait) => void change('newcomers', { newcomersWait })}
      />
      <p className="moderation__hint">{t.newcomersHints[settings.newcomersWait]}</p>
      <Problem sentence={problemAt('newcomers')} />
      {FILTER_RULE_NAMES.map((rule) => (
        <Choices
          key={rule}
          legend={t.rules[rule]}
          choices={EFFECTS.map((value) => [value, t.effects[value]] as const)}
          chosen={filter[rule]}
          onChoose={(effect) => void changeFilter('rules', { [rule]: effect })}
        />
      ))}
      <label className="moderation__check">
        <input
          type="checkbox"
          checked={filter.builtInWords}
          onChange={(event) => void changeFilter('rules', { builtInWords: event.target.checked })}
        />
        <span>{t.builtIn}</span>
      </label>
      <Problem sentence={problemAt('rules')} />
      <div className="moderation__lists">
        {LIST_NAMES.map((name) => (
          <WordList
            key={name}
            name={name}
            entries={filter[name] ?? []}
            typed={typed[name] ?? ''}
            onType={(text) => setTyped({ ...typed, [name]: text })}
            refusal={problemAt(name)}
            onChange={(entries) => changeFilter(name, { [name]: [...entries] })}
            t={t}
          />
        ))}
      </div>
      <TryText host={host} language={language} t={t} />
      <div className="moderation__foot">
        <p role="status" className="moderation__done">
          {done !== null && (
            <>
              <span>{t[done]}</span>
              {done === 'saved' && (
                <Button look="text" onClick={undo}>
                  {t.undo}
                </Button>
              )}
            </>
          )}
        </p>
        {settings.filter !== null && (
          <Button look="text" onClick={() => void change('rules', { filter: null })}>
            {t.toDefault}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Calls `work` once, when the component leaves the page. */
function useAtEnd(work: () => void): void {
  const latest = useRef(work)
  useLayoutEffect(() => {
    latest.current = work
  })
  useEffect(() => () => latest.current(), [])
}

function Problem({ sentence }: { readonly sentence: string | null }) {
  return (
    <p className="problem moderation__problem" role="alert">
      {sentence}
    </p>
  )
}
