import { DEFAULT_FILTER_SETTINGS } from '@guestwall/protocol'
import { Filter, type Finding, RepeatWindow } from '@guestwall/server/filter'
import type { LabelledText } from './labelled-text.ts'

/** The answer of the filter for one text. */
export interface Judged {
  readonly text: LabelledText
  readonly findings: readonly Finding[]
  readonly isCaught: boolean
}

/** Counts, and what follows from them. */
export interface Figures {
  readonly caught: number
  readonly missed: number
  readonly falseHits: number
  readonly passed: number
  /** Of the texts that the filter holds, the share that should be. */
  readonly precision: number
  /** Of the texts that should be held, the share that is. */
  readonly recall: number
}

const MESSAGE_INTERVAL_MS = 1000

export function judgeAll(texts: readonly LabelledText[], findingsOf = filterFindings()): Judged[] {
  return texts.map((text) => {
    const findings = findingsOf(text)
    return { text, findings, isCaught: findings.length > 0 }
  })
}

/** The filter with its default settings, and a window of the messages before. */
export function filterFindings(): (text: LabelledText) => Finding[] {
  const filter = new Filter(DEFAULT_FILTER_SETTINGS)
  return ({ text, guest = 'a', before = [] }) => {
    const window = new RepeatWindow()
    const posted = [...before, { guest, text }].map((message, at) =>
      window.isRepeat({ guestId: message.guest, key: `key-${at}`, text: message.text, now: at * MESSAGE_INTERVAL_MS }),
    )
    const repeat: Finding[] = posted.at(-1) === true ? [{ rule: 'repeat', effect: 'hold', start: 0, end: text.length, text }] : []
    return [...filter.findings(text), ...repeat]
  }
}

export function figuresOf(judged: readonly Judged[]): Figures {
  const count = (label: LabelledText['label'], isCaught: boolean) =>
    judged.filter((one) => one.text.label === label && one.isCaught === isCaught).length
  const caught = count('catch', true)
  const missed = count('catch', false)
  const falseHits = count('clean', true)
  return {
    caught,
    missed,
    falseHits,
    passed: count('clean', false),
    precision: caught / Math.max(1, caught + falseHits),
    recall: caught / Math.max(1, caught + missed),
  }
}
