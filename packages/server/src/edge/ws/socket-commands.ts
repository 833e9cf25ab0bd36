import { type ClientCommand, type CommandResult, type COMMANDS, DEFAULT_PAGE_SIZE, ROUTES, type Role } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import { accepted, type Outcome } from '../../domain/outcome.ts'
import type { ScreenControlHandler } from '../../handlers/screen-control-handler.ts'
import type { MessageHandler } from '../../handlers/message-handler.ts'
import type { PlaceHandler } from '../../handlers/place-handler.ts'
import type { ReactionHandler } from '../../handlers/reaction-handler.ts'
import type { ReadHandler } from '../../handlers/read-handler.ts'
import type { ReaderSocket } from '../../feed/reader.ts'
import type { VoteHandler } from '../../handlers/vote-handler.ts'
import { COST } from '../traffic.ts'

/** The parts that the commands use. */
export interface CommandParts {
  readonly messages: MessageHandler
  readonly votes: VoteHandler
  readonly screenControl: ScreenControlHandler
  readonly read: ReadHandler
  readonly places: PlaceHandler
  readonly reactions: ReactionHandler
}

/** The connection that gave the command, for what follows its answer. */
export interface CommandPeer {
  readonly socket: ReaderSocket
  /** Calls `end` when the connection ends. */
  onEnd(end: () => void): void
}

/** All that the server knows of a command. The file of the command in `commands/` has what the protocol knows of it. */
interface SocketCommand<Type extends ClientCommand['type']> {
  readonly access: readonly Role[]
  /** Its cost besides its frame. */
  readonly cost: number
  readonly run: (
    command: Extract<ClientCommand, { type: Type }>,
    actor: Actor,
    parts: CommandParts,
    peer: CommandPeer,
  ) => Promise<Outcome<CommandResult<(typeof COMMANDS)[Type]>>>
}

/** The complete table of commands: the compiler names a command that has no entry, and an entry without a command. */
const SOCKET_COMMANDS: { readonly [Type in ClientCommand['type']]: SocketCommand<Type> } = {
  sendMessage: {
    access: ROUTES.sendMessage.access,
    cost: 0,
    async run(command, actor, { messages }) {
      const outcome = await messages.send(actor, command)
      return outcome.ok ? accepted({ message: outcome.value.message }) : outcome
    },
  },
  castVote: {
    access: ROUTES.castVote.access,
    cost: 0,
    async run(command, actor, { votes }) {
      const outcome = await votes.cast(actor, command)
      return outcome.ok ? accepted({ ballot: outcome.value }) : outcome
    },
  },
  react: {
    access: ROUTES.react.access,
    cost: 0,
    async run(command, actor, { reactions }) {
      const outcome = await reactions.react(actor, command)
      return outcome.ok ? accepted({ reaction: outcome.value }) : outcome
    },
  },
  watchReactions: {
    access: ROUTES.getReactions.access,
    cost: COST.page,
    async run(_command, actor, { reactions }, peer) {
      return accepted({ reactions: await reactions.watch(actor, peer.socket, (end) => peer.onEnd(end)) })
    },
  },
  getOnlineList: {
    access: ROUTES.getOnline.access,
    cost: COST.page,
    async run({ cursor, limit = DEFAULT_PAGE_SIZE }, actor, { read }) {
      return accepted({ online: await read.online(actor, cursor, limit) })
    },
  },
  followPlaces: {
    access: ROUTES.getPlaces.access,
    cost: 0,
    async run(_command, actor, { places }) {
      const outcome = await places.follow(actor)
      return outcome.ok ? accepted({ places: outcome.value }) : outcome
    },
  },
  reportScreen: {
    access: ['wall'],
    cost: 0,
    async run(command, actor, { screenControl }) {
      const outcome = screenControl.report(actor, command)
      return outcome.ok ? accepted({ reported: outcome.value }) : outcome
    },
  },
}

/** The entry of the command's type. */
export function socketCommand(command: ClientCommand): SocketCommand<ClientCommand['type']> {
  return SOCKET_COMMANDS[command.type] as unknown as SocketCommand<ClientCommand['type']>
}
