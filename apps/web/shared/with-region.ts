import type { Language } from './catalogs.ts'

/** The language as this device speaks it, for times and dates: `en` on a device set to `en-US` is `en-US`, with its clock. */
export function withRegion(language: Language, device: string = navigator.language): string {
  return device.startsWith(language) ? device : language
}
