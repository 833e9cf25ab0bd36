export { ReactionClient, type ReactionClientOptions } from './reaction-client.ts'
export type { MessageReactions } from './reaction-book.ts'
