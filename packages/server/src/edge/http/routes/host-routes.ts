import type { Context } from 'hono'
import type { Actor } from '../../../domain/actor.ts'
import type { MessageAction, VoteAction } from '../../../log/decide/command.ts'
import type { CredentialHandler } from '../../../handlers/credential-handler.ts'
import type { ScreenControlHandler } from '../../../handlers/screen-control-handler.ts'
import type { ScreenHandler } from '../../../handlers/screen-handler.ts'
import type { DeletionHandler } from '../../../handlers/deletion-handler.ts'
import type { ExportHandler } from '../../../handlers/export-handler.ts'
import type { GuestHandler, PlainGuestAct } from '../../../handlers/guest-handler.ts'
import type { KeepsakeHandler } from '../../../handlers/keepsake-handler.ts'
import type { JoinHandler } from '../../../handlers/join-handler.ts'
import type { ModerationHandler } from '../../../handlers/moderation-handler.ts'
import type { SessionHandler } from '../../../handlers/session-handler.ts'
import type { SettingsHandler } from '../../../handlers/settings-handler.ts'
import type { VoteHandler } from '../../../handlers/vote-handler.ts'
import type { NodeBindings } from '../../admission.ts'
import type { Slots } from '../../slots.ts'
import { acquireSlot } from '../acquire-slot.ts'
import { valueOf } from '../outcome-value.ts'
import { factsFor, type ServerFactsParts } from '../server-facts.ts'
import type { RouteHandler, RouteHandlers } from '../route-handler.ts'
import { streamedBody } from '../streamed-body.ts'

/** Exports of one credential at the same time. */
const MAX_EXPORTS = 2

type VoteActionRoute =
  | 'openVote'
  | 'closeVote'
  | 'revealVote'
  | 'hideVote'
  | 'reopenVote'
  | 'rerunVote'
  | 'showVote'
  | 'withdrawVote'
  | 'removeVote'
type GuestActRoute = 'muteGuest' | 'unmuteGuest' | 'removeGuest' | 'banGuest' | 'unbanGuest'
type MessageActionRoute = 'approveMessage' | 'rejectMessage' | 'restoreMessage' | 'holdMessage' | 'pinMessage' | 'unpinMessage'
type HostRoute =
  | 'listGuests'
  | 'renameGuest'
  | 'rejectGuestMessages'
  | 'removeGuestMessages'
  | GuestActRoute
  | 'changeSession'
  | 'endSession'
  | 'actOnSession'
  | 'deleteSession'
  | 'getRetention'
  | 'getJoins'
  | 'listMessages'
  | 'removeMessage'
  | 'tryText'
  | 'actOnMessages'
  | 'getSettings'
  | 'changeSettings'
  | 'exportSession'
  | 'getKeepsake'
  | 'createVote'
  | 'changeVote'
  | 'voidBallots'
  | 'createCredential'
  | 'listCredentials'
  | 'revokeCredential'
  | 'pairScreen'
  | 'listScreens'
  | 'controlScreens'
  | 'getScreenControl'
  | VoteActionRoute
  | MessageActionRoute

export interface HostRouteParts {
  readonly join: JoinHandler
  readonly votes: VoteHandler
  readonly sessions: SessionHandler
  readonly moderation: ModerationHandler
  readonly settings: SettingsHandler
  readonly guests: GuestHandler
  readonly exports: ExportHandler
  readonly keepsakes: KeepsakeHandler
  readonly deletion: DeletionHandler
  readonly named: CredentialHandler
  readonly screens: ScreenHandler
  readonly screenControl: ScreenControlHandler
  readonly serverFacts: ServerFactsParts
  /** The running exports of each credential. */
  readonly exporting: Slots<object>
  readonly onError: (error: unknown) => void
}

/** A file that is made while it is sent. */
interface Download {
  /** The header that names it. */
  readonly disposition: string
  readonly contentType: string
  readonly pieces: AsyncGenerator<string | Uint8Array>
}

/** The routes of a session's host. */
export function hostRoutes(parts: HostRouteParts): RouteHandlers<HostRoute> {
  const { votes, sessions, moderation, settings, guests } = parts
  const actOnVote =
    (action: VoteAction): RouteHandler<VoteActionRoute> =>
    async ({ actor, id, body }) => ({ vote: valueOf(await votes.act(actor, id, action, body.key)) })
  const actOnMessage =
    (action: MessageAction): RouteHandler<MessageActionRoute> =>
    async ({ actor, id, body }) => ({ message: valueOf(await moderation.act(actor, id, action, body)) })

  const actOnGuest =
    (act: PlainGuestAct): RouteHandler<GuestActRoute> =>
    async ({ actor, id, body }) => ({ guest: valueOf(await guests.act(actor, id, act, body)) })

  const download = ({ disposition, contentType, pieces }: Download, actor: Actor, context: Context): Response => {
    const release = acquireSlot(parts.exporting, actor, MAX_EXPORTS)
    const environment = context.env as NodeBindings | undefined
    return new Response(streamedBody(pieces, environment, { onError: parts.onError, onEnd: release }), {
      headers: {
        'content-type': contentType,
        'content-disposition': disposition,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  }

  return {
    listGuests: async ({ actor, query }) => valueOf(await guests.list(actor, query)),
    renameGuest: async ({ actor, id, body }) => ({ guest: valueOf(await guests.rename(actor, id, body)) }),
    muteGuest: actOnGuest('mute'),
    unmuteGuest: actOnGuest('unmute'),
    removeGuest: actOnGuest('remove'),
    banGuest: actOnGuest('ban'),
    unbanGuest: actOnGuest('unban'),
    rejectGuestMessages: async ({ actor, id, body }) => valueOf(await guests.clear(actor, id, 'reject', body)),
    removeGuestMessages: async ({ actor, id, body }) => valueOf(await guests.clear(actor, id, 'remove', body)),
    changeSession: async ({ actor, body }) => ({ session: valueOf(await sessions.change(actor, body)) }),
    endSession: async ({ actor, body }) => ({ session: valueOf(await sessions.end(actor, body.key)) }),
    actOnSession: async ({ actor, body }) => ({ session: valueOf(await sessions.act(actor, body)) }),
    deleteSession: async ({ actor }) => valueOf(await parts.deletion.delete(actor)),
    getRetention: async ({ actor }) => valueOf(await parts.deletion.retention(actor)),
    getJoins: async ({ actor }) => valueOf(await parts.join.recent(actor)),
    listMessages: async ({ actor, query }) => valueOf(await moderation.list(actor, query)),
    removeMessage: async ({ actor, id, body }) => ({ message: valueOf(await moderation.remove(actor, id, body)) }),
    getSettings: async ({ actor }) => valueOf(await settings.read(actor)),
    changeSettings: async ({ actor, body }) => valueOf(await settings.change(actor, body)),
    tryText: async ({ actor, body }) => valueOf(await settings.tryText(actor, body.content)),
    approveMessage: actOnMessage('approve'),
    rejectMessage: actOnMessage('reject'),
    restoreMessage: actOnMessage('restore'),
    holdMessage: actOnMessage('hold'),
    pinMessage: actOnMessage('pin'),
    unpinMessage: actOnMessage('unpin'),
    actOnMessages: async ({ actor, body }) => ({ messages: [...valueOf(await moderation.actOnAll(actor, body))] }),
    createVote: async ({ actor, body }) => ({ vote: valueOf(await votes.create(actor, body)) }),
    changeVote: async ({ actor, id, body }) => ({ vote: valueOf(await votes.change(actor, id, body)) }),
    openVote: actOnVote('open'),
    closeVote: actOnVote('close'),
    revealVote: actOnVote('reveal'),
    hideVote: actOnVote('hide'),
    reopenVote: actOnVote('reopen'),
    rerunVote: actOnVote('rerun'),
    showVote: actOnVote('show'),
    withdrawVote: actOnVote('withdraw'),
    removeVote: actOnVote('remove'),
    voidBallots: async ({ actor, id, body }) => ({ vote: valueOf(await votes.void(actor, id, body)) }),
    async createCredential({ actor, body, context }) {
      const { credential, token } = valueOf(await parts.named.create(actor, body))
      const { guestUrl } = factsFor(parts.serverFacts, (name) => context.req.header(name))
      const page = credential.role === 'wall' ? 'wall' : 'host'
      return { credential, token, url: `${guestUrl.replace(/\/+$/, '')}/${page}/${actor.sessionId}#token=${token}` }
    },
    listCredentials: ({ actor }) => parts.named.list(actor),
    revokeCredential: async ({ actor, id, body }) => ({ credential: valueOf(await parts.named.revoke(actor, id, body.key)) }),
    pairScreen: async ({ actor, body }) => ({ credential: valueOf(await parts.screens.pair(actor, body)) }),
    listScreens: async ({ actor }) => valueOf(await parts.screenControl.list(actor)),
    controlScreens: async ({ actor, body }) => ({ control: valueOf(await parts.screenControl.control(actor, body)) }),
    getScreenControl: async ({ actor }) => ({ control: valueOf(await parts.screenControl.read(actor)) }),
    // Opening reads nothing of the export yet, so a refused request occupies no slot.
    exportSession: async ({ actor, query, context }) => download(valueOf(await parts.exports.open(actor, query)), actor, context),
    getKeepsake: async ({ actor, query, context }) => download(valueOf(await parts.keepsakes.open(actor, query)), actor, context),
  }
}
