// Generated from the files in commands/ by `npm run generate`. Do not edit.
import { castVote, CastVoteSchema } from '../commands/cast-vote.ts'
import { followPlaces, FollowPlacesSchema } from '../commands/follow-places.ts'
import { getOnlineList, GetOnlineListSchema } from '../commands/get-online-list.ts'
import { react, ReactSchema } from '../commands/react.ts'
import { reportScreen, ReportScreenSchema } from '../commands/report-screen.ts'
import { sendMessage, SendMessageSchema } from '../commands/send-message.ts'
import { watchReactions, WatchReactionsSchema } from '../commands/watch-reactions.ts'

export { CastVoteSchema } from '../commands/cast-vote.ts'
export { FollowPlacesSchema } from '../commands/follow-places.ts'
export { GetOnlineListSchema } from '../commands/get-online-list.ts'
export { ReactSchema } from '../commands/react.ts'
export { ReportScreenSchema } from '../commands/report-screen.ts'
export { SendMessageSchema } from '../commands/send-message.ts'
export { WatchReactionsSchema } from '../commands/watch-reactions.ts'

/** The schema of each command. */
export const COMMAND_SCHEMAS = [
  CastVoteSchema,
  FollowPlacesSchema,
  GetOnlineListSchema,
  ReactSchema,
  ReportScreenSchema,
  SendMessageSchema,
  WatchReactionsSchema,
] as const

/** The facts of each command. */
export const COMMANDS = {
  castVote: castVote,
  followPlaces: followPlaces,
  getOnlineList: getOnlineList,
  react: react,
  reportScreen: reportScreen,
  sendMessage: sendMessage,
  watchReactions: watchReactions,
} as const

/** The result fields of an `ack`. */
export const COMMAND_RESULTS = {
  ...castVote.result,
  ...followPlaces.result,
  ...getOnlineList.result,
  ...react.result,
  ...reportScreen.result,
  ...sendMessage.result,
  ...watchReactions.result,
} as const
