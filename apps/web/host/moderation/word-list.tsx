import { MAX_FILTER_WORDS } from '@guestwall/protocol'
import { type SyntheticEvent, useId, useState } from 'react'
import { Button } from '../../shared/ui/button.tsx'
import { Fold } from '../../shared/ui/fold.tsx'
import type { ListName } from './filter-rules.ts'
import type { ModerationMessages } from './messages.ts'
import { type ParsedEntries, withEntries } from './parse-entries.ts'

interface WordListProps {
  readonly name: ListName
  readonly entries: readonly string[]
  /** The text that is typed and not added yet. */
  readonly typed: string
  readonly onType: (typed: string) => void
  /** The sentence about a change of this list that was refused. */
  readonly refusal: string | null
  /** Resolves to whether it was taken. */
  readonly onChange: (entries: readonly string[]) => Promise<boolean>
  readonly t: ModerationMessages
}

/** A list of words behind one line: add one, paste many, remove each. */
export function WordList({ name, entries, typed, onType, refusal, onChange, t }: WordListProps) {
  const { title, hint, empty } = t.lists[name]
  const [wrong, setWrong] = useState<Extract<ParsedEntries, { ok: false }> | null>(null)
  const aboutId = useId()
  const add = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    const parsed = withEntries(entries, typed)
    setWrong(parsed.ok ? null : parsed)
    if (parsed.ok && (parsed.entries.length === entries.length || (await onChange(parsed.entries)))) onType('')
  }
  return (
    <Fold title={`${title} · ${t.count(entries.length)}`} className="word-list">
      <p className="word-list__hint">{hint}</p>
      <form className="word-list__add" onSubmit={(event) => void add(event)}>
        <textarea
          className="field word-list__field"
          rows={2}
          value={typed}
          aria-label={title}
          aria-describedby={aboutId}
          aria-invalid={wrong !== null}
          onChange={(event) => onType(event.target.value)}
        />
        <Button look="quiet" type="submit">
          {t.add}
        </Button>
      </form>
      <p id={aboutId} className={wrong === null && refusal === null ? 'word-list__hint' : 'problem'} role="status">
        {wrong === null ? (refusal ?? t.addHint) : problemOf(wrong, t)}
      </p>
      {entries.length === 0 ? (
        <p className="word-list__hint">{empty}</p>
      ) : (
        <ul className="word-list__entries" aria-label={title}>
          {entries.map((entry) => (
            <li key={entry}>
              <bdi>{entry}</bdi>
              <button
                type="button"
                className="word-list__remove"
                aria-label={t.remove(entry)}
                onClick={() => void onChange(entries.filter((other) => other !== entry))}
              >
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Fold>
  )
}

function problemOf(wrong: Extract<ParsedEntries, { ok: false }>, t: ModerationMessages): string {
  return wrong.problem === 'tooMany' ? t.tooMany(MAX_FILTER_WORDS) : t[wrong.problem](wrong.entry)
}
