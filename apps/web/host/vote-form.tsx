import { MAX_VOTE_OPTIONS, MIN_VOTE_OPTIONS, type Results, type Vote } from '@guestwall/protocol'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { randomKey } from '../shared/random-key.ts'
import { Choices } from './choices.tsx'
import { draftOf, type DraftProblem, draftProblem, isFixed, NEW_DRAFT, type VoteDraft, wrongOption } from './vote-draft.ts'
import { VoteOptionFields } from './vote-option-fields.tsx'
import type { VoteDeskMessages } from './vote-messages.ts'
import { Button } from '../shared/ui/button.tsx'
import { Field } from '../shared/ui/field.tsx'
import { Problem } from '../shared/ui/notice.tsx'

interface VoteFormProps {
  /** `null`: a new one. */
  readonly vote: Vote | null
  /** Resolves to whether it was taken. */
  readonly onSave: (draft: VoteDraft, opensNow: boolean) => Promise<boolean>
  readonly onClose: () => void
  readonly t: VoteDeskMessages['form']
}

const RESULTS: readonly Results[] = ['always', 'afterVoting', 'afterClose', 'never']

/** A vote being written, or corrected. */
export function VoteForm({ vote, onSave, onClose, t }: VoteFormProps) {
  const [draft, setDraft] = useState<VoteDraft>(() => (vote === null ? NEW_DRAFT : draftOf(vote)))
  const [problem, setProblem] = useState<DraftProblem | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const fixed = isFixed(vote)
  const question = useRef<HTMLInputElement>(null)
  // The form opens by a press of the host, who writes next.
  useEffect(() => question.current?.focus(), [])

  const save = async (opensNow: boolean): Promise<void> => {
    const found = draftProblem(draft, fixed)
    setProblem(found)
    if (found !== null) return focusField(form.current, wrongOption(draft, found))
    if (isBusy) return
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

  const isQuestionWrong = problem === 'noQuestion' || problem === 'longQuestion'
  const wrongAt = problem === null ? null : wrongOption(draft, problem)

  return (
    <form ref={form} className="vote-form" onSubmit={submit} noValidate>
      <h3 className="vote-form__title">{vote === null ? t.titleNew : t.titleEdit}</h3>
      <Field
        label={t.question}
        value={draft.question}
        placeholder={t.questionExample}
        fieldRef={question}
        dir="auto"
        isWrong={isQuestionWrong}
        onChange={(event) => change({ question: event.target.value })}
      />
      <Problem>{isQuestionWrong ? t.problems[problem] : null}</Problem>
      <VoteOptionFields draft={draft} isFixed={fixed} wrongAt={wrongAt} onDraft={setDraft} newKey={randomKey} t={t} />
      <Problem>{problem === null || isQuestionWrong ? null : t.problems[problem]}</Problem>
      {fixed ? (
        <p className="panel__hint">{t.fixed}</p>
      ) : (
        <>
          <Choices
            legend={t.choices}
            choices={[
              ['one', t.one],
              ['many', t.many],
            ]}
            chosen={draft.isMultiple ? 'many' : 'one'}
            onChoose={(choice) => change({ isMultiple: choice === 'many' })}
          >
            {draft.isMultiple && (
              <select
                className="field vote-form__most"
                aria-label={t.most}
                value={Math.min(draft.maxChoices, most)}
                onChange={(event) => change({ maxChoices: Number(event.target.value) })}
              >
                {Array.from({ length: most - 1 }, (_, at) => at + 2).map((count) => (
                  <option key={count} value={count}>
                    {t.atMost(count)}
                  </option>
                ))}
              </select>
            )}
          </Choices>
          <Choices
            legend={t.changes}
            choices={[
              ['changeable', t.changeable],
              ['final', t.final],
            ]}
            chosen={draft.changeable ? 'changeable' : 'final'}
            onChoose={(choice) => change({ changeable: choice === 'changeable' })}
          />
          <Choices
            legend={t.results}
            choices={RESULTS.map((each) => [each, t.resultsOf[each]] as const)}
            chosen={draft.results}
            onChoose={(results) => change({ results })}
          />
        </>
      )}
      <div className="vote-form__actions">
        {vote === null && (
          <Button isBusy={isBusy} onClick={() => void save(true)}>
            {t.openNow}
          </Button>
        )}
        <Button type="submit" look={vote === null ? 'quiet' : 'solid'} isBusy={isBusy}>
          {vote === null ? t.saveDraft : t.save}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}

/** To the field that is wrong: the question, or an option by its place. */
function focusField(form: HTMLFormElement | null, optionAt: number | null): void {
  const fields = form?.querySelectorAll<HTMLInputElement>('input.field') ?? []
  fields[optionAt === null ? 0 : optionAt + 1]?.focus()
}
