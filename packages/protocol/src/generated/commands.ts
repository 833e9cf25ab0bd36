// Generated from the files in commands/ by `npm run generate`. Do not edit.
import { castVote, CastVoteSchema } from '../commands/cast-vote.ts'
import { followPlaces, FollowPlacesSchema } from '../commands/follow-places.ts'
import { getOnlineList, GetOnlineListSchema } from '../commands/get-online-list.ts'
import { reportScreen, ReportScreenSchema } from '../commands/report-screen.ts'
import { sendMessage, SendMessageSchema } from '../commands/send-message.ts'

export { CastVoteSchema } from '../commands/cast-vote.ts'
export { FollowPlacesSchema } from '../commands/follow-places.ts'
export { GetOnlineListSchema } from '../commands/get-online-list.ts'
export { ReportScreenSchema } from '../commands/report-screen.ts'
export { SendMessageSchema } from '../commands/send-message.ts'

/** The schema of each command. */
export const COMMAND_SCHEMAS = [
  CastVoteSchema,
  FollowPlacesSchema,
  GetOnlineListSchema,
  ReportScreenSchema,
  SendMessageSchema,
] as const

/** The facts of each command. */
export const COMMANDS = {
  castVote: castVote,
  followPlaces: followPlaces,
  getOnlineList: getOnlineList,
  reportScreen: reportScreen,
  sendMessage: sendMessage,
} as const

/** The result fields of an `ack`. */
export const COMMAND_RESULTS = {
  ...castVote.result,
  ...followPlaces.result,
  ...getOnlineList.result,
  ...reportScreen.result,
  ...sendMessage.result,
} as const
