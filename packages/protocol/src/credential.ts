import * as v from 'valibot'
import { IdSchema, TimestampSchema } from './ids.ts'

/** The roles of credentials that a host gives away. A guest gets its credential by joining. */
export const CredentialRoleSchema = v.picklist(['host', 'moderator', 'wall'])
export type CredentialRole = v.InferOutput<typeof CredentialRoleSchema>

/** A named credential of a session, without its secret. It is valid until it is revoked or the session is deleted (CRED-1). */
export const CredentialSchema = v.object({
  id: IdSchema,
  /** The name of the person or the screen that has it. */
  name: v.string(),
  role: CredentialRoleSchema,
  createdAt: TimestampSchema,
  /** To about a minute; `null` before the first use. */
  lastUsedAt: v.nullable(TimestampSchema),
  revokedAt: v.nullable(TimestampSchema),
})
export type Credential = v.InferOutput<typeof CredentialSchema>

/** One who has no name of its own: the operator, or a credential that every session begins with. */
export type UnnamedActor = 'operator' | 'host' | 'wall'

/** Which one an id is, so that a page can say it in its own language; `null`: a host gave the name. */
export function unnamedActor(id: string): UnnamedActor | null {
  const [, role = null] = /^(operator$|host(?=-\d+$)|wall(?=-\d+$))/.exec(id) ?? []
  return role as UnnamedActor | null
}
