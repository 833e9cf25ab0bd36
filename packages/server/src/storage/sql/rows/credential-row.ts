import type { Insertable, Selectable } from 'kysely'
import type { CredentialRecord } from '../../../domain/credential-record.ts'
import type { CredentialsTable } from '../../schema.ts'

export const CREDENTIAL_COLUMNS = ['id', 'name', 'role', 'token_hash', 'created_at', 'created_by', 'last_used_at', 'revoked_at'] as const

export function credentialRecordOf(row: Pick<Selectable<CredentialsTable>, (typeof CREDENTIAL_COLUMNS)[number]>): CredentialRecord {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    tokenHash: row.token_hash,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}

export function credentialRow(sessionId: string, record: CredentialRecord): Insertable<CredentialsTable> {
  return {
    session_id: sessionId,
    id: record.id,
    name: record.name,
    role: record.role,
    token_hash: record.tokenHash,
    created_at: record.createdAt,
    created_by: record.createdBy,
    last_used_at: record.lastUsedAt,
    revoked_at: record.revokedAt,
  }
}
