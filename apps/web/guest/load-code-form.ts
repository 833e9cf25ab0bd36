import type { CodeForm } from './code-form.tsx'

/** The form for a code that is typed: who scans it needs none. */
export const loadCodeForm = (): Promise<{ readonly CodeForm: typeof CodeForm }> => import('./code-form.tsx')
