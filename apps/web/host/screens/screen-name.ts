import type { HostScreen } from '@guestwall/protocol'
import type { Language } from '../../shared/catalogs.ts'
import { actorName } from '../actor-name.ts'
import { hostMessages } from '../messages.ts'

/** The name of a screen, which may have none. */
export function screenName(screen: HostScreen, language: Language): string {
  return screen.name === '' ? hostMessages(language).unnamed.wall : actorName(screen, language)
}
