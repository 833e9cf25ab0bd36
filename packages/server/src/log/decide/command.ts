import type { ChangeSessionBody, Results, Vote, WallMessage } from '@guestwall/protocol'
import type { Actor } from '../../domain/actor.ts'

/** What somebody asks of a session's log, after its form and permission were checked. */
export type Command = KeyedCommand | PublishTallies

/** A command that somebody may send again. */
export type KeyedCommand = CommandBase &
  (
    | { readonly kind: 'sendMessage'; readonly content: string; readonly guestName: string }
    | { readonly kind: 'removeMessage'; readonly messageId: string; readonly eraseName?: boolean }
    | { readonly kind: 'changeSession'; readonly change: Omit<ChangeSessionBody, 'key'> }
    | { readonly kind: 'endSession' }
    | { readonly kind: 'createVote'; readonly draft: VoteDraft }
    | { readonly kind: 'changeVote'; readonly voteId: string; readonly change: VoteChange }
    | { readonly kind: 'actOnVote'; readonly voteId: string; readonly action: VoteAction }
    | { readonly kind: 'voidBallots'; readonly voteId: string; readonly joined: JoinWindow }
    | { readonly kind: 'castVote'; readonly voteId: string; readonly optionIds: readonly string[] }
  )

/** The command of one kind. */
export type CommandOf<Kind extends KeyedCommand['kind']> = Extract<KeyedCommand, { kind: Kind }>

interface CommandBase {
  readonly actor: Actor
  /** Made when the user acted; (session, actor, key) is unique for as long as the session is kept (SEND-1). */
  readonly key: string
  /** Hash of what was asked: the same key with another body is refused. */
  readonly bodyHash: string
}

/** The server's own reminder: publish the tallies whose time has come. Asked twice it does nothing twice, so it has no key. */
export interface PublishTallies {
  readonly kind: 'publishTallies'
}

/** What a host does with a vote in one word. */
export type VoteAction = 'open' | 'close' | 'reveal' | 'hide' | 'reopen' | 'rerun'

/** Guests who joined from one moment to another, both included, in Unix milliseconds. */
export interface JoinWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** A vote as it is asked for. */
export interface VoteDraft {
  readonly question: string
  readonly options: readonly string[]
  readonly maxChoices: number
  readonly changeable: boolean
  readonly results: Results
}

/** What is to change. `options` are all of them, in order; one without an id is new. */
export interface VoteChange {
  readonly question?: string | undefined
  readonly options?: readonly { readonly id?: string | undefined; readonly label: string }[] | undefined
  readonly maxChoices?: number | undefined
  readonly changeable?: boolean | undefined
  readonly results?: Results | undefined
}

/** What a command came to: the message or the vote it was about, as it is now. */
export interface CommandResult {
  readonly message: WallMessage | null
  readonly vote: Vote | null
  /** The key was known: this is the first result again. */
  readonly isReplay: boolean
}
