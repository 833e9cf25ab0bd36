import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_POLL_WAIT_MS } from '@guestwall/protocol'
import { ref } from './schemas.mjs'

/**
 * What the HTTP door has, address by address. A test asks the door itself for its addresses, methods and credentials, and fails when
 * this list differs.
 */

const OPERATOR = 'operator'
const SESSION = 'session'

/** Refusals that any request with a body can meet. */
const BODY = ['bad_request', 'too_large', 'unsupported_media_type']
/** Refusals of whatever asks the store. */
const STORE = ['unavailable', 'internal']
/** Refusals of a command on its way through the log. */
const LOG = ['key_reused', 'session_not_found', 'session_busy', ...STORE]
/** Refusals of a credential, or of one for another session. */
const CREDENTIAL = ['unauthorised', 'forbidden']

const wholeNumber = (minimum, maximum) => ({ type: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) })
const query = (name, schema, description) => ({ name, in: 'query', schema, description })
const LIMIT = query('limit', { ...wholeNumber(1, MAX_PAGE_SIZE), default: DEFAULT_PAGE_SIZE }, 'The size of the page.')
const SESSION_QUERY = query('session', ref('Id'), 'The session. May be left out: a credential belongs to one session.')
const BEFORE = query('before', wholeNumber(0), 'Only what stands before this event: the `nextBefore` or `nextCursor` of the page before.')

const object = (properties) => ({ type: 'object', required: Object.keys(properties), properties })
const READINESS = object({
  status: { type: 'string', enum: ['ready', 'not ready'] },
  store: { type: 'string', enum: ['ok', 'failing', 'unavailable'] },
  draining: { type: 'boolean' },
})
const SESSION_ANSWER = object({ session: ref('Session') })
const VOTE_ANSWER = { 200: { description: 'The vote as it now is.', schema: ref('HostVote') } }

/** A host's word on a vote. */
const turn = (id, summary, description, refusals = []) => ({
  post: {
    id,
    tag: 'host',
    summary,
    description: `${description} The body may be left out.`,
    credential: SESSION,
    body: ref('HostActionBody'),
    isBodyOptional: true,
    answers: VOTE_ANSWER,
    refusals: [...BODY, ...CREDENTIAL, 'not_found', 'vote_not_found', 'conflict', ...refusals, ...LOG],
  },
})

/**
 * @typedef {{ id: string, tag: string, summary: string, description?: string, credential?: 'operator' | 'session', parameters?: object[],
 *   body?: object, isBodyOptional?: boolean, answers: Record<number, { description: string, schema?: object, type?: string }>,
 *   refusals: string[] }} Operation
 * @type {Record<string, Record<string, Operation>>}
 */
export const ADDRESSES = {
  '/healthz': {
    get: {
      id: 'getHealth',
      tag: 'operation',
      summary: 'Whether the process lives',
      answers: { 200: { description: 'It does.', schema: object({ status: { const: 'ok' } }) } },
      refusals: [],
    },
  },
  '/readyz': {
    get: {
      id: 'getReadiness',
      tag: 'operation',
      summary: 'Whether the server can be used',
      description: 'Ready means that the store answers within 2 s and takes writes, and that the server is not going away.',
      answers: { 200: { description: 'Ready.', schema: READINESS }, 503: { description: 'Not ready, and why.', schema: READINESS } },
      refusals: [],
    },
  },
  '/metrics': {
    get: {
      id: 'getMetrics',
      tag: 'operation',
      summary: 'What the server counts, for Prometheus',
      description:
        'No label holds a session, a guest or an address. For programs on the server’s machine, behind its proxy, or with METRICS_TOKEN.',
      answers: { 200: { description: 'The text format of Prometheus.', type: 'text/plain', schema: { type: 'string' } } },
      refusals: ['unauthorised', 'internal'],
    },
  },
  '/api/server': {
    get: {
      id: 'getServer',
      tag: 'operation',
      summary: 'The address that guests use, and the version',
      answers: { 200: { description: 'What a console shows of the server.', schema: ref('ServerFacts') } },
      refusals: [],
    },
  },
  '/api/operator/sign-in': {
    post: {
      id: 'signIn',
      tag: 'operator',
      summary: 'Signs the operator in: by the one-time key of the terminal’s link, or by the operator’s token itself',
      description:
        'The key is good once, and each start of the server makes a new one. The token, `OPERATOR_TOKEN`, is good at any server and at any time.',
      body: ref('SignInBody'),
      answers: { 200: { description: 'The operator’s token.', schema: ref('SignedIn') } },
      refusals: [...BODY, 'unauthorised'],
    },
  },
  '/api/operator/addresses': {
    get: {
      id: 'listAddresses',
      tag: 'operator',
      summary: 'The addresses under which guests may find the server, best first',
      description: 'Each with its adapter. None where PUBLIC_URL or a trusted proxy says the address.',
      credential: OPERATOR,
      answers: { 200: { description: 'The addresses, and the chosen one.', schema: ref('GuestAddressList') } },
      refusals: ['unauthorised'],
    },
    put: {
      id: 'chooseAddress',
      tag: 'operator',
      summary: 'Chooses the address that QR codes and links show',
      description: 'The adapter is kept for the next start. `null` goes back to the best one.',
      credential: OPERATOR,
      body: ref('ChooseAddressBody'),
      answers: { 200: { description: 'The addresses, and the chosen one.', schema: ref('GuestAddressList') } },
      refusals: [...BODY, 'unauthorised', 'conflict'],
    },
  },
  '/api/sessions': {
    get: {
      id: 'listSessions',
      tag: 'operator',
      summary: 'The newest 200 sessions with their credentials, newest first',
      credential: OPERATOR,
      answers: { 200: { description: 'The sessions.', schema: ref('HostedSessions') } },
      refusals: ['unauthorised', ...STORE],
    },
    post: {
      id: 'createSession',
      tag: 'operator',
      summary: 'Creates a session',
      description:
        'What is left out is: open, not moderated, masonry, linen. There is no key: a create that is repeated makes a second session.',
      credential: OPERATOR,
      body: ref('CreateSessionBody'),
      answers: { 201: { description: 'The session with the credentials of its host and its wall screens.', schema: ref('HostedSession') } },
      refusals: [...BODY, 'unauthorised', 'invalid_text', 'empty_content', 'too_long', 'not_supported', ...STORE],
    },
  },
  '/api/sessions/{id}': {
    get: {
      id: 'getSession',
      tag: 'guest',
      summary: 'What may be known before joining, by id or by join code',
      description: 'A code is read in any case.',
      answers: { 200: { description: 'Public facts.', schema: ref('PublicSession') } },
      refusals: ['not_found', 'session_not_found', ...STORE],
    },
  },
  '/api/sessions/{id}/guests': {
    post: {
      id: 'join',
      tag: 'guest',
      summary: 'Joins a session',
      description:
        'Makes a guest and signs a credential; nothing is stored. A room that scans at once is held back for up to 4 s rather than refused.',
      body: ref('JoinBody'),
      answers: { 201: { description: 'The guest, and the credential to keep.', schema: ref('Joined') } },
      refusals: [...BODY, 'name_invalid', 'name_reserved', 'not_found', 'session_not_found', 'session_ended', 'rate_limited', ...STORE],
    },
  },
  '/api/sessions/{id}/messages': {
    get: {
      id: 'getHistory',
      tag: 'guest',
      summary: 'Shown messages, newest first',
      credential: SESSION,
      parameters: [BEFORE, LIMIT],
      answers: { 200: { description: 'A page. `nextBefore` is `null` after the last.', schema: ref('History') } },
      refusals: ['bad_request', ...CREDENTIAL, 'not_found', ...STORE],
    },
  },
  '/api/realtime/poll': {
    get: {
      id: 'poll',
      tag: 'guest',
      summary: 'The log after a position, or a snapshot',
      description:
        'Without `epoch` or without `lastEventId` there is no position, and a snapshot answers; so it does where the position is unrecoverable (SYNC-3). A poll says that its guest is here (ONLINE-1).',
      credential: SESSION,
      parameters: [
        SESSION_QUERY,
        query('epoch', ref('Epoch'), 'The epoch of the position.'),
        query('lastEventId', wholeNumber(0), 'The last event that was applied.'),
        query('wait', { ...wholeNumber(0, MAX_POLL_WAIT_MS / 1000), default: 0 }, 'Seconds to wait for news where there is none.'),
        query('replay', { enum: ['all'] }, 'Pages of the log, however far behind the position is (SYNC-8).'),
      ],
      answers: {
        200: { description: 'Events after the position (`hasMore`: ask again at once), or a snapshot.', schema: ref('PollAnswer') },
      },
      refusals: ['bad_request', ...CREDENTIAL, 'session_not_found', ...STORE],
    },
  },
  '/api/realtime/messages': {
    post: {
      id: 'sendMessage',
      tag: 'guest',
      summary: 'Puts a message on the wall',
      description: 'Answered after the commit (SEND-2). The same key with the same body gets the first result (SEND-1).',
      credential: SESSION,
      body: ref('PostMessageBody'),
      answers: {
        200: { description: 'The key was known: the first result.', schema: ref('PostedMessage') },
        201: { description: 'The message, in the log for good.', schema: ref('PostedMessage') },
      },
      refusals: [
        ...BODY,
        ...CREDENTIAL,
        'invalid_text',
        'empty_content',
        'too_long',
        'name_invalid',
        'name_reserved',
        'session_not_started',
        'session_ended',
        'wall_closed',
        'rate_limited',
        ...LOG,
      ],
    },
  },
  '/api/realtime/votes/{id}/ballot': {
    get: {
      id: 'getBallot',
      tag: 'guest',
      summary: 'The caller’s own ballot, and a receipt for it',
      description: 'Both are `null` before there is one.',
      credential: SESSION,
      answers: {
        200: { description: 'The choice that counts now, and its place in the vote’s chain of ballots.', schema: ref('OwnBallot') },
      },
      refusals: [...CREDENTIAL, 'not_found', ...STORE],
    },
    put: {
      id: 'castVote',
      tag: 'guest',
      summary: 'Counts the guest’s choice',
      description:
        'Answered after the commit (SEND-2). One ballot a guest and vote (VOTE-2): another one replaces it where the vote is `changeable`. What comes after the close is refused for good (VOTE-3).',
      credential: SESSION,
      body: ref('CastBallotBody'),
      answers: { 200: { description: 'The choice is counted.', schema: ref('CastBallot') } },
      refusals: [
        ...BODY,
        ...CREDENTIAL,
        'not_found',
        'vote_not_found',
        'vote_closed',
        'vote_final',
        'ballot_voided',
        'invalid_choice',
        'session_not_started',
        'rate_limited',
        'joined_just_now',
        ...LOG,
      ],
    },
  },
  '/api/realtime/online': {
    get: {
      id: 'getOnline',
      tag: 'guest',
      summary: 'Who is here, in the order of arrival',
      credential: SESSION,
      parameters: [SESSION_QUERY, query('cursor', { type: 'string' }, 'The `nextCursor` of the page before.'), LIMIT],
      answers: { 200: { description: 'A page. `count` is of all.', schema: ref('OnlinePage') } },
      refusals: ['bad_request', ...CREDENTIAL],
    },
  },
  '/api/host/messages/{id}/remove': {
    post: {
      id: 'removeMessage',
      tag: 'host',
      summary: 'Erases a message and takes it off every screen',
      description:
        'The body is erased where it stands (LOG-5), and with `eraseName` the author’s name as well, also of a message that is removed already. What is so already is answered as it is. The body may be left out.',
      credential: SESSION,
      body: ref('RemoveMessageBody'),
      isBodyOptional: true,
      answers: { 200: { description: 'The message without its content.', schema: ref('PostedMessage') } },
      refusals: [...BODY, ...CREDENTIAL, 'not_found', 'message_not_found', ...LOG],
    },
  },
  '/api/host/sessions/{id}/votes': {
    post: {
      id: 'createVote',
      tag: 'host',
      summary: 'Makes a vote, a draft',
      description: 'What is left out is: one choice, changeable, results for everybody at all times.',
      credential: SESSION,
      body: ref('CreateVoteBody'),
      answers: { 201: { description: 'The draft.', schema: ref('HostVote') } },
      refusals: [...BODY, ...CREDENTIAL, 'not_found', 'invalid_text', 'empty_content', 'too_long', 'session_ended', ...LOG],
    },
  },
  '/api/host/votes/{id}': {
    patch: {
      id: 'changeVote',
      tag: 'host',
      summary: 'Changes what is given, leaves the rest',
      description: 'From the first ballot on only the words of the question and of the options may be changed.',
      credential: SESSION,
      body: ref('ChangeVoteBody'),
      answers: VOTE_ANSWER,
      refusals: [...BODY, ...CREDENTIAL, 'not_found', 'vote_not_found', 'conflict', 'invalid_text', 'empty_content', 'too_long', ...LOG],
    },
  },
  '/api/host/votes/{id}/open': turn('openVote', 'Opens a draft', 'One that is open is answered as it is.', ['session_ended']),
  '/api/host/votes/{id}/close': turn('closeVote', 'Closes an open vote', 'Every ballot that is counted was committed before (VOTE-3).'),
  '/api/host/votes/{id}/reopen': turn('reopenVote', 'Opens a closed vote again', 'Its ballots stay.', ['session_ended']),
  '/api/host/votes/{id}/reveal': turn('revealVote', 'Shows the results to everybody', 'Goes before the vote’s `results`.'),
  '/api/host/votes/{id}/hide': turn('hideVote', 'Hides the results from everybody but hosts', 'Goes before the vote’s `results`.'),
  '/api/host/votes/{id}/rerun': {
    post: {
      ...turn('rerunVote', 'Opens a new vote with the words of a closed one', '', ['session_ended']).post,
      description: 'The old one keeps its ballots.',
      body: ref('HostMakingBody'),
      isBodyOptional: false,
    },
  },
  '/api/host/sessions/{id}': {
    patch: {
      id: 'changeSession',
      tag: 'host',
      summary: 'Changes what is given, leaves the rest',
      credential: SESSION,
      body: ref('ChangeSessionBody'),
      answers: { 200: { description: 'The session as it now is.', schema: SESSION_ANSWER } },
      refusals: [...BODY, ...CREDENTIAL, 'not_found', 'invalid_text', 'empty_content', 'too_long', 'not_supported', ...LOG],
    },
  },
  '/api/host/sessions/{id}/end': {
    post: {
      id: 'endSession',
      tag: 'host',
      summary: 'Ends a session: it stays readable and takes nothing more',
      description: 'The body may be left out.',
      credential: SESSION,
      body: ref('HostActionBody'),
      isBodyOptional: true,
      answers: { 200: { description: 'The session as it now is.', schema: SESSION_ANSWER } },
      refusals: [...BODY, ...CREDENTIAL, 'not_found', ...LOG],
    },
  },
  '/api/host/votes/{id}/void': {
    post: {
      ...turn('voidBallots', 'Voids the ballots of guests who joined in a time', '').post,
      description:
        'Each gets an entry in the chain of ballots that takes its place and chooses nothing, and a new tally is published. Those guests vote no more in this vote.',
      body: ref('VoidBallotsBody'),
      isBodyOptional: false,
    },
  },
  '/api/host/sessions/{id}/joins': {
    get: {
      id: 'getJoins',
      tag: 'host',
      summary: 'New guests of the last minute',
      description: 'Unusual is more than `JOINS_ALARM_PER_MINUTE`.',
      credential: SESSION,
      answers: { 200: { description: 'How many, and whether these are unusually many.', schema: ref('HostJoins') } },
      refusals: [...CREDENTIAL, 'not_found'],
    },
  },
  '/api/host/sessions/{id}/messages': {
    get: {
      id: 'listMessages',
      tag: 'host',
      summary: 'Messages by status, newest first',
      credential: SESSION,
      parameters: [query('status', ref('MessageStatus'), 'Only these; without it everything that was not removed.'), BEFORE, LIMIT],
      answers: { 200: { description: 'A page. `nextCursor` is the `before` of the next.', schema: ref('HostMessages') } },
      refusals: ['bad_request', ...CREDENTIAL, 'not_found', ...STORE],
    },
  },
  '/api/host/sessions/{id}/export': {
    get: {
      id: 'exportSession',
      tag: 'host',
      summary: 'Messages, votes, ballots or the signed audit file, as a file',
      description:
        'Also while the session is live; of what comes meanwhile nothing is promised. `csv` is UTF-8 with a byte order mark, every cell quoted, and none a formula. Ballots have no names and no guest ids (VOTE-5). The audit file is `json` alone. An answer that breaks off before its end is no whole file.',
      credential: SESSION,
      parameters: [
        { ...query('what', { type: 'string', enum: ['messages', 'votes', 'ballots', 'audit'] }, 'What to export.'), required: true },
        query('format', { type: 'string', enum: ['json', 'csv'], default: 'json' }, 'As what.'),
        query('timeZone', { type: 'string' }, 'The zone of the local times in csv, such as `Asia/Shanghai`; without it the server’s.'),
        query(
          'separator',
          { type: 'string', enum: ['comma', 'semicolon'], default: 'comma' },
          'Between the cells of csv. A spreadsheet of a language with a decimal comma expects the semicolon.',
        ),
      ],
      answers: {
        200: { description: 'An attachment, `application/json` or `text/csv`, with a file name.', type: '*/*', schema: { type: 'string' } },
      },
      refusals: ['bad_request', ...CREDENTIAL, 'not_found', 'not_supported', 'session_not_found', ...STORE],
    },
  },
}
