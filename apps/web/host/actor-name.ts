import { unnamedActor } from '@guestwall/protocol'
import type { Language } from '../shared/catalogs.ts'
import { hostMessages } from './messages.ts'

/** The name of one who acted, or of a credential: as a host gave it, and a word of the language where no host gave one. */
export function actorName({ id, name }: { readonly id: string; readonly name: string }, language: Language): string {
  const who = unnamedActor(id)
  return who === null ? name : hostMessages(language).unnamed[who]
}
