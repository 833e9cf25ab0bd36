import { MAX_VOTE_OPTIONS, MIN_VOTE_OPTIONS, type Results, type Vote } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import { randomKey } from '../shared/random-key.ts'
import { Choices } from './choices.tsx'
import { draftOf, type DraftProblem, draftProblem, isFixed, NEW_DRAFT, type VoteDraft } from './vote-draft.ts'
import { VoteOptionFields } from './vote-option-fields.tsx'
import type { HostVoteWords } from './vote-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'

interface VoteFormProps {
  /** `null`: a new one. */
  readonly vote: Vote | null
  /** Resolves to whether it was taken. */
  readonly onSave: (draft: VoteDraft, opensNow: boolean) => Promise<boolean>
  readonly onClose: () => void
  readonly words: HostVoteWords['form']
}

const RESULTS: readonly Results[] = ['always', 'afterVoting', 'afterClose', 'never']

/** A vote being written, or corrected. */
export function VoteForm({ vote, onSave, onClose, words }: VoteFormProps) {
  const [draft, setDraft] = useState<VoteDraft>(() => (vote === null ? NEW_DRAFT : draftOf(vote)))
  const [problem, setProblem] = useState<DraftProblem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const fixed = isFixed(vote)

  const save = async (opensNow: boolean): Promise<void> => {
    const found = draftProblem(draft, fixed)
    setProblem(found)
    if (found !== null || isBusy) return
    setBusy(true)
    const isTaken = await onSave(draft, opensNow)
    setBusy(false)
    if (isTaken) onClose()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save(false)
  }
  const change = (part: Partial<VoteDraft>): void => setDraft((known) => ({ ...known, ...part }))
  const most = Math.min(MAX_VOTE_OPTIONS, Math.max(MIN_VOTE_OPTIONS, draft.options.length))

  return (
    <form className="vote-form" onSubmit={submit} noValidate>
      <h3 className="vote-form__title">{vote === null ? words.titleNew : words.titleEdit}</h3>
      <Field
        label={words.question}
        look="title"
        value={draft.question}
        placeholder={words.questionExample}
        autoFocus
        dir="auto"
        isWrong={problem === 'noQuestion' || problem === 'longQuestion'}
        onChange={(event) => change({ question: event.target.value })}
      />
      <VoteOptionFields draft={draft} isFixed={fixed} onDraft={setDraft} newKey={randomKey} words={words} />
      {fixed ? (
        <p className="panel__hint">{words.fixed}</p>
      ) : (
        <>
          <Choices
            legend={words.choices}
            choices={[
              ['one', words.one],
              ['many', words.many],
            ]}
            chosen={draft.isMultiple ? 'many' : 'one'}
            onChoose={(choice) => change({ isMultiple: choice === 'many' })}
          >
            {draft.isMultiple && (
              <select
                className="field vote-form__most"
                aria-label={words.most}
                value={Math.min(draft.maxChoices, most)}
                onChange={(event) => change({ maxChoices: Number(event.target.value) })}
              >
                {Array.from({ length: most - 1 }, (_, at) => at + 2).map((count) => (
                  <option key={count} value={count}>
                    {words.atMost(count)}
                  </option>
                ))}
              </select>
            )}
          </Choices>
          <Choices
            legend={words.changes}
            choices={[
              ['changeable', words.changeable],
              ['final', words.final],
            ]}
            chosen={draft.changeable ? 'changeable' : 'final'}
            onChoose={(choice) => change({ changeable: choice === 'changeable' })}
          />
          <Choices
            legend={words.results}
            choices={RESULTS.map((each) => [each, words.resultsOf[each]] as const)}
            chosen={draft.results}
            onChoose={(results) => change({ results })}
          />
        </>
      )}
      <Problem>{problem === null ? null : words.problems[problem]}</Problem>
      <div className="vote-form__actions">
        {vote === null && (
          <Button isBusy={isBusy} onClick={() => void save(true)}>
            {words.openNow}
          </Button>
        )}
        <Button type="submit" look={vote === null ? 'quiet' : 'solid'} isBusy={isBusy}>
          {vote === null ? words.saveDraft : words.save}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  )
}
