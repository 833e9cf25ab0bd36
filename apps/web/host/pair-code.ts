import { forget, recall, remember } from '../shared/storage.ts'

/** A code on a screen is valid for ten minutes. */
const VALID_MS = 10 * 60_000

/** The code of a scanned screen, on its way to the console that pairs it. */
export const pairCode = {
  keep: (code: string): void => void remember('pair', `${Date.now()} ${code}`),
  recall(): string | null {
    const [at, code] = recall('pair')?.split(' ') ?? []
    return code !== undefined && Date.now() - Number(at) < VALID_MS ? code : null
  },
  forget: (): void => forget('pair'),
}
