import type {
  ChangeSettingsBody,
  ChangeSessionBody,
  Credential,
  CredentialRole,
  ErrorCode,
  HeldReason,
  HostMessage,
  KnownGuest,
  LookPart,
  LookPicture,
  ModerationSettings,
  Recipient,
  Refusal,
  Results,
  ScreenChange,
  ScreenControl,
  Session,
  SessionAct,
  SessionState,
  Vote,
} from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'
import type { Tap } from '../../domain/tap.ts'

/** A request to a session's log, after its form and the permission were checked. */
export type Command = KeyedCommand | ServersCommand

/** A command that its sender may repeat. */
export type KeyedCommand = CommandBase &
  (
    | {
        readonly kind: 'sendMessage'
        readonly content: string
        readonly guestName: string
        readonly photoId?: string
        readonly to?: Recipient | undefined
        readonly check?: MessageCheck
      }
    | { readonly kind: 'removeMessage'; readonly messageId: string; readonly eraseName?: boolean }
    | {
        readonly kind: 'actOnGuest'
        readonly guestId: string
        readonly act: GuestAct
        readonly reason: string | null
        readonly restoreMessages?: boolean
      }
    | { readonly kind: 'clearGuest'; readonly guestId: string; readonly how: 'reject' | 'remove' }
    | ({ readonly kind: 'actOnMessage'; readonly messageId: string; readonly action: MessageAction } & StartsFrom)
    | ({
        readonly kind: 'actOnMessages'
        readonly messageIds: readonly string[]
        readonly action: 'approve' | 'reject' | 'restore' | 'hold'
      } & StartsFrom)
    | { readonly kind: 'changeSession'; readonly change: Omit<ChangeSessionBody, 'key'> }
    | ({ readonly kind: 'changeLook' } & LookChange)
    /** `isFirst`: the session is created with them, which is no act of anybody. */
    | { readonly kind: 'changeSettings'; readonly change: SettingsChange; readonly isFirst?: true }
    | { readonly kind: 'controlScreens'; readonly screenId: string | null; readonly change: ScreenChange }
    | { readonly kind: 'actOnSession'; readonly act: SessionAct; readonly from?: SessionState | undefined }
    | { readonly kind: 'createVote'; readonly draft: VoteDraft }
    | { readonly kind: 'changeVote'; readonly voteId: string; readonly change: VoteChange }
    | { readonly kind: 'actOnVote'; readonly voteId: string; readonly action: VoteAction }
    | { readonly kind: 'voidBallots'; readonly voteId: string; readonly joined: JoinWindow }
    | { readonly kind: 'castVote'; readonly voteId: string; readonly optionIds: readonly string[] }
    | ({ readonly kind: 'createCredential' } & CredentialDraft)
    | { readonly kind: 'revokeCredential'; readonly credentialId: string }
  )

/** The command of one kind. */
export type CommandOf<Kind extends KeyedCommand['kind']> = Extract<KeyedCommand, { kind: Kind }>

/** The command of one kind, or of several, as a handler names it: without its sender. */
export type RequestOf<Kind extends KeyedCommand['kind']> = Kind extends unknown
  ? Omit<CommandOf<Kind>, 'actor' | 'key' | 'bodyHash'>
  : never

interface CommandBase {
  readonly actor: Actor
  /** Made when the user acted; (session, actor, key) is unique for as long as the session is kept (SEND-1). */
  readonly key: string
  /** A hash of the request: the same key with another body is refused. */
  readonly bodyHash: string
}

/**
 * The server's own commands. They may be repeated without harm, so they have no key. `publishTallies`: those that are due. `noteGuests`: every batch
 * writes the guests that the server has noted, so it has no content. `openDue`: opens the session, if its time has come.
 */
export type ServersCommand =
  | { readonly kind: 'publishTallies' | 'noteGuests' | 'openDue' }
  /** Counts reactions of many guests, each guest and message once. Their order is theirs, so they need no key (REACT-1). */
  | { readonly kind: 'countReactions'; readonly taps: readonly Tap[] }

export function isServers(command: Command): command is ServersCommand {
  return !('actor' in command)
}

/** A part of the look: with this picture, whose upload is stored, or with none. */
export interface LookChange {
  readonly part: LookPart
  readonly picture: LookPicture | null
}

/** The acts of a host on a guest. `rename` gives the new name. */
export type GuestAct = 'mute' | 'unmute' | 'remove' | 'ban' | 'unban' | { readonly rename: string }

/** The settings of moderation that change. */
export type SettingsChange = Omit<ChangeSettingsBody, 'key'>

/** The actions of a host on a message. A removal is a command of its own: it is final. */
export type MessageAction = 'approve' | 'reject' | 'restore' | 'hold' | 'pin' | 'unpin'

interface StartsFrom {
  /** The status of the message, as its host saw it, where the action may start from several; the first of `messageStarts` by default. */
  readonly from?: 'pending' | 'shown' | 'rejected' | 'private' | undefined
}

/** The result of the rules for new messages: the reasons to hold it for the host, or a refusal. */
export interface MessageCheck {
  readonly held: readonly HeldReason[]
  /** Reasons that count only until a message of its author is on the wall. */
  readonly heldFirst?: readonly HeldReason[]
  readonly refusal: Refusal | null
}

/** The actions of a host on a vote. */
export type VoteAction = 'open' | 'close' | 'reveal' | 'hide' | 'reopen' | 'rerun' | 'show' | 'withdraw' | 'remove'

/** The guests who joined between two moments, both included, in Unix milliseconds. */
export interface JoinWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** A new vote, as the host requests it. */
export interface VoteDraft {
  readonly question: string
  readonly options: readonly string[]
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
}

/** A new credential. The same id is the same credential: it is created once. */
export interface CredentialDraft {
  readonly credentialId: string
  readonly name: string
  readonly role: CredentialRole
  readonly tokenHash: string
}

/** The parts that change. `options` has all options in their order; one without an id is new. */
export interface VoteChange {
  readonly question?: string | undefined
  readonly options?: readonly { readonly id?: string | undefined; readonly label: string }[] | undefined
  readonly maxChoices?: number | undefined
  readonly changeable?: boolean | undefined
  readonly results?: Results | undefined
}

/**
 * The result of a command: its message, its messages, its vote, its guest or its credential, as it is now. Most commands are guests' messages and
 * ballots: the fields that only other commands have are absent, because every result crosses threads.
 */
export interface CommandResult {
  readonly message: HostMessage | null
  readonly vote: Vote | null
  /** The key was known: this is the first result, repeated. */
  readonly isReplay: boolean
  /** Of a command about several messages: those that exist, in its order. */
  readonly messages?: readonly HostMessage[]
  /** Of a command about a guest that was noted. */
  readonly guest?: KnownGuest
  /** Of a command about a guest: the number of messages that it changed; 0 for a repeated key. */
  readonly changed?: number
  /** Of a command about a credential. */
  readonly credential?: Credential
  /** The settings of moderation, after a command that changes them. */
  readonly settings?: ModerationSettings
  /** The states that hosts have set for the screens, after a command that changes them. */
  readonly screens?: ScreenControl
  /** Of reactions: why each one was refused; `null`: it is counted. */
  readonly taps?: readonly (ErrorCode | null)[]
  /** Of a command about the session: the session after it. */
  readonly session?: Session
}
