import { forget, recall, remember } from '../shared/storage.ts'

/** The code of a scanned screen, on its way to the console that pairs it. */
export const pairCode = {
  keep: (code: string): void => void remember('pair', code),
  isKept: (): boolean => recall('pair') !== null,
  /** The code, once: it is valid for minutes only. */
  take(): string | null {
    const code = recall('pair')
    forget('pair')
    return code
  },
}
