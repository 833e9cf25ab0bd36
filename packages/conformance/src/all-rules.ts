import type { Rule } from './rule.ts'
import { HTTP_RULES } from './rules/http.ts'
import { LOG_RULES } from './rules/log.ts'
import { MODERATION_RULES } from './rules/moderation.ts'
import { ONLINE_RULES } from './rules/online.ts'
import { PEOPLE_RULES } from './rules/people.ts'
import { SEND_RULES } from './rules/send.ts'
import { SOCKET_RULES } from './rules/socket.ts'
import { SYNC_RULES } from './rules/sync.ts'
import { TEXT_RULES } from './rules/text.ts'
import { VOTE_RULES } from './rules/vote.ts'

/** Every rule, in the order of SPEC.md. */
export const ALL_RULES: readonly Rule[] = [
  ...LOG_RULES,
  ...SYNC_RULES,
  ...SEND_RULES,
  ...TEXT_RULES,
  ...VOTE_RULES,
  ...MODERATION_RULES,
  ...ONLINE_RULES,
  ...PEOPLE_RULES,
  ...SOCKET_RULES,
  ...HTTP_RULES,
]
