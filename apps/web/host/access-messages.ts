import type { CredentialRole } from '@guestwall/protocol'
import { byLanguage } from '../shared/catalogs.ts'

export interface AccessMessages {
  readonly title: string
  readonly listLabel: string
  readonly loading: string
  readonly roles: Readonly<Record<CredentialRole, string>>
  readonly own: string
  readonly neverUsed: string
  readonly usedAt: (time: string) => string
  readonly revoke: string
  readonly revokeOf: (name: string) => string
  readonly confirm: string
  readonly keep: string
  readonly revoked: (name: string) => string
  readonly linkTitle: string
  readonly name: string
  readonly nameExample: string
  readonly nameMissing: string
  readonly role: string
  /** Below the roles: the rights of each. */
  readonly rights: Readonly<Record<CredentialRole, string>>
  readonly create: string
  readonly linkOf: (name: string) => string
  readonly linkOnce: string
  readonly pairTitle: string
  readonly pairHint: string
  readonly code: string
  readonly codeMalformed: string
  readonly codeUnknown: string
  readonly screenName: string
  readonly screenExample: string
  readonly pair: string
  readonly paired: (name: string) => string
}

/** The words of the list of credentials in one language. */
export const accessMessages = byLanguage(import.meta.glob<AccessMessages>('../messages/*.ts', { eager: true, import: 'access' }))
