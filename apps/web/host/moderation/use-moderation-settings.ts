import type { SessionHost } from '@guestwall/client/host'
import type { HostSettings, ModerationSettings } from '@guestwall/protocol'
import { useEffect, useState } from 'react'
import type { ListName } from './filter-rules.ts'
import { type Outcome, outcomeOf } from '../../shared/outcome.ts'

/** The part of the panel in which a change was made. */
export type Place = 'newcomers' | 'rules' | ListName

export interface Settings {
  /** `null` before the first answer. */
  readonly known: HostSettings | null
  /** The refusal of the last request, and where it is said; `null` as a place: nothing could be read. */
  readonly failure: { readonly place: Place | null; readonly code: string } | null
  /** The last change, while the panel is open. */
  readonly done: 'saved' | 'undone' | null
  readonly change: (place: Place, change: Partial<ModerationSettings>) => Promise<boolean>
  readonly undo: () => void
  readonly read: () => void
}

/** The settings of moderation: each change is saved at once, and the last one can be taken back while the panel is open. */
export function useModerationSettings(host: SessionHost): Settings {
  const [known, setKnown] = useState<HostSettings | null>(null)
  const [failure, setFailure] = useState<Settings['failure']>(null)
  const [done, setDone] = useState<{
    readonly is: 'saved' | 'undone'
    readonly before: Partial<ModerationSettings>
    readonly place: Place
  } | null>(null)

  const note = (answer: Outcome<HostSettings>): void => {
    if (answer.ok) setKnown(answer.value)
    setFailure(answer.ok ? null : { place: null, code: answer.failure.code })
  }
  useEffect(() => {
    let isOver = false
    const look = async (): Promise<void> => {
      const answer = await outcomeOf(host.getSettings())
      if (isOver) return
      if (answer.ok) setKnown(answer.value)
      else setFailure({ place: null, code: answer.failure.code })
    }
    void look()
    return () => {
      isOver = true
    }
  }, [host])
  const read = async (): Promise<void> => note(await outcomeOf(host.getSettings()))

  const save = async (place: Place, change: Partial<ModerationSettings>, is: 'saved' | 'undone'): Promise<boolean> => {
    if (known === null) return false
    const answer = await outcomeOf(host.changeSettings(change))
    if (!answer.ok) {
      setFailure({ place, code: answer.failure.code })
      return false
    }
    const before = {
      ...('filter' in change ? { filter: known.settings.filter } : {}),
      ...('newcomersWait' in change ? { newcomersWait: known.settings.newcomersWait } : {}),
    }
    setKnown(answer.value)
    setFailure(null)
    setDone({ is, before, place })
    return true
  }
  return {
    known,
    failure,
    done: done?.is ?? null,
    change: (place, change) => save(place, change, 'saved'),
    undo: () => done !== null && void save(done.place, done.before, 'undone'),
    read: () => void read(),
  }
}
