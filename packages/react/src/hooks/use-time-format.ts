import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useCatalog } from './use-catalog.ts'

const neverChanges = () => () => undefined

/**
 * Formats the time of a message in the language of the texts and the time zone of the device. Returns empty text while a page hydrates: the
 * server does not know the time zone, and its text would differ.
 */
export function useTimeFormat(): (iso: string) => string {
  const { locale } = useCatalog()
  const isHydrated = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  const format = useMemo(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }), [locale])
  return useCallback((iso: string) => (isHydrated ? format.format(new Date(iso)) : ''), [format, isHydrated])
}
