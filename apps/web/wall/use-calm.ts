import { useEffect, useState } from 'react'
import { recall, remember } from '../shared/storage.ts'

const REMEMBERED = 'wall-calm'

export interface Calm {
  readonly isCalm: boolean
  /** Changes what was chosen on this machine, and says what is valid then. */
  readonly toggle: () => boolean
}

/** Whether little moves on this screen: because it was chosen here, and is remembered on this machine, or because a host set it. */
export function useCalm(byHost: boolean): Calm {
  const [isOwn, setOwn] = useState(() => recall(REMEMBERED) === 'yes')
  const isCalm = isOwn || byHost
  useEffect(() => {
    if (!isCalm) return
    document.documentElement.dataset['motion'] = 'less'
    return () => void delete document.documentElement.dataset['motion']
  }, [isCalm])
  const toggle = (): boolean => {
    remember(REMEMBERED, isOwn ? 'no' : 'yes')
    setOwn(!isOwn)
    return !isOwn || byHost
  }
  return { isCalm, toggle }
}
