import type { SessionHost } from '@guestwall/client/host'
import { parseCode } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { outcomeOf } from '../shared/outcome.ts'
import { accessMessages } from './access-messages.ts'

/** A form that pairs a big screen by the code that it shows. */
export interface PairScreen {
  readonly code: string
  readonly setCode: (code: string) => void
  readonly name: string
  readonly setName: (name: string) => void
  /** The sentence about what is wrong with the form, or was with the request. */
  readonly problem: string | null
  /** The sentence about the screen that was paired. */
  readonly told: string | null
  readonly isBusy: boolean
  readonly submit: (event: FormEvent) => void
}

interface PairScreenOptions {
  readonly host: SessionHost
  /** The code of a screen that was scanned. */
  readonly scanned: string | null
  readonly onPaired: () => Promise<void>
  readonly language: Language
}

export function usePairScreen({ host, scanned, onPaired, language }: PairScreenOptions): PairScreen {
  const t = accessMessages(language)
  const [code, setCode] = useState(scanned ?? '')
  const [name, setName] = useState(t.screenExample)
  const [problem, setProblem] = useState<string | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const pair = async (): Promise<void> => {
    setBusy(true)
    const answer = await outcomeOf(host.pairScreen({ code, name }))
    setBusy(false)
    if (!answer.ok) return setProblem(answer.failure.code === 'not_found' ? t.codeUnknown : errorSentence(language, answer.failure.code))
    setCode('')
    setTold(t.paired(answer.value.name))
    await onPaired()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTold(null)
    if (parseCode(code) === null) return setProblem(t.codeMalformed)
    if (name.trim() === '') return setProblem(t.nameMissing)
    setProblem(null)
    if (!isBusy) void pair()
  }
  return { code, setCode, name, setName, problem, told, isBusy, submit }
}
