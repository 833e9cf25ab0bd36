import {
  type ChangeVoteBody,
  type CreateVoteBody,
  countGraphemes,
  MAX_OPTION_GRAPHEMES,
  MAX_TITLE_GRAPHEMES,
  MAX_VOTE_OPTIONS,
  MIN_VOTE_OPTIONS,
  type Results,
  type Vote,
} from '@guestwall/protocol'

export interface DraftOption {
  /** Stable while the form is open. */
  readonly key: string
  /** Of an option that the server knows. */
  readonly id?: string
  readonly label: string
}

/** A vote as a form holds it. */
export interface VoteDraft {
  readonly question: string
  readonly options: readonly DraftOption[]
  readonly isMultiple: boolean
  /** Used when several may be chosen. */
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
}

export type DraftProblem = 'noQuestion' | 'longQuestion' | 'fewOptions' | 'longOption' | 'sameOptions' | 'emptyOption'

export const NEW_DRAFT: VoteDraft = {
  question: '',
  options: [
    { key: 'new-1', label: '' },
    { key: 'new-2', label: '' },
  ],
  isMultiple: false,
  maxChoices: 2,
  changeable: true,
  results: 'always',
}

export function draftOf(vote: Vote): VoteDraft {
  return {
    question: vote.question,
    options: vote.options.map(({ id, label }) => ({ key: id, id, label })),
    isMultiple: vote.maxChoices > 1,
    maxChoices: Math.max(2, vote.maxChoices),
    changeable: vote.changeable,
    results: vote.results,
  }
}

/** From the first ballot on only the words may change. */
export function isFixed(vote: Vote | null): boolean {
  return vote !== null && (vote.tally?.ballots ?? 0) > 0
}

/** Adds options after the one with `key`, as many as there is room for: a pasted list becomes a row each. */
export function withOptions(draft: VoteDraft, key: string, labels: readonly string[], newKey: () => string): VoteDraft {
  const at = draft.options.findIndex((option) => option.key === key) + 1
  const added = labels.slice(0, MAX_VOTE_OPTIONS - draft.options.length).map((label) => ({ key: newKey(), label }))
  return { ...draft, options: [...draft.options.slice(0, at), ...added, ...draft.options.slice(at)] }
}

export function withLabel(draft: VoteDraft, key: string, label: string): VoteDraft {
  return { ...draft, options: draft.options.map((option) => (option.key === key ? { ...option, label } : option)) }
}

export function withoutOption(draft: VoteDraft, key: string): VoteDraft {
  return { ...draft, options: draft.options.filter((option) => option.key !== key) }
}

/** The fault that prevents saving; `null` when there is none. Empty rows of a form are not options. */
export function draftProblem(draft: VoteDraft, fixed: boolean): DraftProblem | null {
  const labels = draft.options.map(({ label }) => label.trim())
  const written = labels.filter((label) => label !== '')
  if (draft.question.trim() === '') return 'noQuestion'
  if (countGraphemes(draft.question.trim()) > MAX_TITLE_GRAPHEMES) return 'longQuestion'
  if (fixed && written.length < labels.length) return 'emptyOption'
  if (written.length < MIN_VOTE_OPTIONS) return 'fewOptions'
  if (written.some((label) => countGraphemes(label) > MAX_OPTION_GRAPHEMES)) return 'longOption'
  return new Set(written).size < written.length ? 'sameOptions' : null
}

/** The option that the fault is about: its place in the form. `null`: the fault is about the question. */
export function wrongOption({ options }: VoteDraft, problem: DraftProblem): number | null {
  const labels = options.map(({ label }) => label.trim())
  const isWrong = (label: string, at: number): boolean => {
    switch (problem) {
      case 'noQuestion':
      case 'longQuestion':
        return false
      case 'fewOptions':
      case 'emptyOption':
        return label === ''
      case 'longOption':
        return countGraphemes(label) > MAX_OPTION_GRAPHEMES
      case 'sameOptions':
        return label !== '' && labels.indexOf(label) < at
      default:
        return problem satisfies never
    }
  }
  const at = labels.findIndex(isWrong)
  return at < 0 ? null : at
}

function writtenOptions({ options }: VoteDraft): DraftOption[] {
  return options.map((option) => ({ ...option, label: option.label.trim() })).filter(({ label }) => label !== '')
}

/** Never more than there are options. */
function choicesOf(draft: VoteDraft): number {
  return draft.isMultiple ? Math.min(draft.maxChoices, writtenOptions(draft).length) : 1
}

export function createBody(draft: VoteDraft): Omit<CreateVoteBody, 'key'> {
  const { changeable, results } = draft
  return {
    question: draft.question.trim(),
    options: writtenOptions(draft).map(({ label }) => label),
    maxChoices: choicesOf(draft),
    changeable,
    results,
  }
}

/** Only what changes; once it is fixed, only the words. */
export function changeBody(draft: VoteDraft, vote: Vote, fixed: boolean): ChangeVoteBody {
  const question = draft.question.trim()
  const options = writtenOptions(draft).map(({ id, label }) => (id === undefined ? { label } : { id, label }))
  const isSame = options.length === vote.options.length && options.every((option, at) => isOption(option, vote.options[at]))
  const texts = { ...(question === vote.question ? {} : { question }), ...(isSame ? {} : { options }) }
  if (fixed) return texts
  return { ...texts, maxChoices: choicesOf(draft), changeable: draft.changeable, results: draft.results }
}

function isOption(option: { readonly id?: string; readonly label: string }, other: Vote['options'][number] | undefined): boolean {
  return option.id === other?.id && option.label === other?.label
}
