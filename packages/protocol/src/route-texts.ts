import type { RouteName } from './routes.ts'

/** The sentences about a route, for SPEC.md and OpenAPI. */
export interface RouteText {
  readonly tag: 'guest' | 'host' | 'operator' | 'operation'
  readonly summary: string
  readonly description?: string
  /** The meaning of the query parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The meaning of the answers, by status; one sentence where there is only one status. */
  readonly answers: string | Readonly<Record<number, string>>
}

const LIMIT = 'The size of the page.'
const SESSION = 'The session. It may be absent, because a credential belongs to one session.'
const BEFORE = 'Only messages before this event: the `nextBefore` or `nextCursor` of the previous page.'
const THE_SESSION = 'The session after the change.'
const THE_VOTE = 'The vote after the action.'
const NO_BODY = 'The body may be absent.'

const messageAction = (summary: string, description: string): RouteText => ({
  tag: 'host',
  summary,
  description: `${description} ${NO_BODY}`,
  answers: 'The message after the action.',
})
const ACTED_FIRST = 'Where another host was first, the refusal says who (`by`) and has the message as it is now.'
const guestAction = (summary: string, description: string): RouteText => ({
  tag: 'host',
  summary,
  description: `${description} ${NO_BODY}`.trim(),
  answers: 'The guest after the act.',
})
const clearGuest = (summary: string, description: string): RouteText => ({
  ...guestAction(summary, description),
  answers: 'The guest, and the number of messages that changed.',
})
const voteAction = (summary: string, description: string): RouteText => ({
  tag: 'host',
  summary,
  description: `${description} ${NO_BODY}`,
  answers: THE_VOTE,
})

/** One entry for each route of `ROUTES`. It is a module of its own, so that no program carries these sentences. */
export const ROUTE_TEXTS: Readonly<Record<RouteName, RouteText>> = {
  listSessions: {
    tag: 'operator',
    summary: 'Lists the newest 200 sessions with their credentials, newest first',
    answers: 'The sessions.',
  },
  createSession: {
    tag: 'operator',
    summary: 'Creates a session',
    description: 'The defaults are: open, not moderated, masonry, linen. There is no key: a repeated request creates a second session.',
    answers: 'The session with the credentials of its host and its wall screens.',
  },
  getSession: {
    tag: 'guest',
    summary: 'Reads the public facts of a session, by id or by join code',
    description: 'Letters of a code may be in upper or lower case.',
    answers: 'The facts that a guest may know before joining.',
  },
  getLook: {
    tag: 'guest',
    summary: 'Reads a picture of a session’s look',
    description: 'The background or the logo that the session names now (LOOK-1). It needs no credential, like the session itself.',
    parameters: { picture: 'The id of the picture in `look`.', size: '`small`: at most 960 pixels on the longer side, for phones.' },
    answers: 'The picture. It never changes under its id, so a browser may keep it.',
  },
  join: {
    tag: 'guest',
    summary: 'Joins a session',
    description:
      'Creates a guest and signs a credential; nothing is stored. Many joins at once are delayed up to 4 s rather than refused. A browser that shows the credential of a banned guest is refused (`removed`).',
    answers: 'The guest, and the credential to keep.',
  },
  getHistory: {
    tag: 'guest',
    summary: 'Lists shown messages, newest first',
    parameters: { before: BEFORE, limit: LIMIT },
    answers: 'A page. `nextBefore` is `null` after the last.',
  },
  poll: {
    tag: 'guest',
    summary: 'Reads the log after a position, or a snapshot',
    description:
      'Without `epoch` or without `lastEventId` there is no position, and the answer is a snapshot; so it is where the position is unrecoverable (SYNC-3). A guest who polls is online (ONLINE-1).',
    parameters: {
      session: SESSION,
      epoch: 'The epoch of the position.',
      lastEventId: 'The last event that was applied.',
      wait: 'Seconds to wait for the next event, where there is none yet.',
      replay: 'Answer with pages of the log, however far behind the position is (SYNC-8).',
    },
    answers: 'Events after the position (`hasMore`: poll again at once), or a snapshot.',
  },
  sendMessage: {
    tag: 'guest',
    summary: 'Posts a message to the wall',
    description: 'The answer comes after the commit (SEND-2). The same key with the same body gets the first result (SEND-1).',
    answers: { 200: 'The key was known: the first result.', 201: 'The message. It is in the log.' },
  },
  uploadPhoto: {
    tag: 'guest',
    summary: 'Uploads a photo for a message that is sent later',
    description:
      'The body is a JPEG, PNG, WebP or GIF of 12 MiB and 64 million pixels at most. It is stored as a JPEG without metadata. The same key gets the first result (SEND-1). A photo that no message has within an hour is deleted (PHOTO-4).',
    parameters: { session: SESSION, key: 'Made before the first try, the same at every try.' },
    answers: { 200: 'The key was known: the first result.', 201: 'The photo. Its id goes into `sendMessage`.' },
  },
  getPhoto: {
    tag: 'guest',
    summary: 'Reads the photo of a message',
    description:
      'Under the rule of its text: a shown one for everybody, a pending or private one for hosts and its author, a rejected one for hosts, a removed one for nobody (PHOTO-2).',
    parameters: { size: '`small`: at most 640 pixels on the longer side, for phones and lists.' },
    answers: 'The picture. No cache may keep it.',
  },
  castVote: {
    tag: 'guest',
    summary: 'Counts the choice of the guest',
    description:
      'The answer comes after the commit (SEND-2). A guest has one ballot in a vote (VOTE-2): a second one replaces it where the vote is `changeable`. A ballot after the close is refused for good (VOTE-3).',
    answers: 'The choice is counted.',
  },
  getBallot: {
    tag: 'guest',
    summary: 'Reads the caller’s own ballot and its receipt',
    description: 'Both are `null` before the first ballot.',
    answers: 'The choice that counts now, and its position in the vote’s chain of ballots.',
  },
  react: {
    tag: 'guest',
    summary: 'Sets the one reaction of the guest to a message',
    description:
      'The answer comes after the commit (SEND-2). `kind: null` takes the reaction back. A repeated request changes nothing, and one with a lower `order` than the newest neither (REACT-1).',
    answers: 'The reaction is counted.',
  },
  getReactions: {
    tag: 'guest',
    summary: 'Reads the reactions to the messages on the wall',
    parameters: { session: SESSION },
    answers: 'The counts of each message that has a reaction, and the caller’s own.',
  },
  getOnline: {
    tag: 'guest',
    summary: 'Lists the guests who are online, in the order of arrival',
    parameters: { session: SESSION, cursor: 'The `nextCursor` of the previous page.', limit: LIMIT },
    answers: 'A page. `count` is the number of all guests.',
  },
  getPlaces: {
    tag: 'guest',
    summary: 'Says where the guest’s own messages are on the screens',
    description: 'For a client without a socket: the same as the answer to `followPlaces` (SCREEN-6).',
    parameters: { session: SESSION },
    answers: 'The places of the newest messages of the guest.',
  },
  changeSession: {
    tag: 'host',
    summary: 'Changes the given fields of a session',
    answers: THE_SESSION,
  },
  putLook: {
    tag: 'host',
    summary: 'Sets the background or the logo of a session',
    description:
      'The body is a JPEG, PNG, WebP or GIF of 12 MiB and 64 million pixels at most. It is stored in a new form without metadata, in place of the former picture, which is deleted (LOOK-3).',
    parameters: { part: '`background`: behind everything. `logo`: beside the names.' },
    answers: THE_SESSION,
  },
  clearLook: {
    tag: 'host',
    summary: 'Takes the background or the logo of a session away, and deletes it',
    parameters: { part: 'The part that is taken away.' },
    answers: THE_SESSION,
  },
  endSession: {
    tag: 'host',
    summary: 'Ends a session: it stays readable and accepts nothing more',
    description: NO_BODY,
    answers: THE_SESSION,
  },
  deleteSession: {
    tag: 'host',
    summary: 'Deletes a session with everything that belongs to it',
    description: 'It is final. Its readers are closed, and every credential of it is refused from then on.',
    answers: 'The session that is no more.',
  },
  getRetention: {
    tag: 'host',
    summary: 'Says when the session is deleted by itself',
    answers: 'The time, unless something happens in the session before.',
  },
  actOnSession: {
    tag: 'host',
    summary: 'Rehearses, opens, pauses, resumes, ends or reopens a session, or ends its rehearsal',
    description:
      'An act names the state from which it starts; where the session is in another one, the refusal says in which, and who chose it.',
    answers: THE_SESSION,
  },
  getJoins: {
    tag: 'host',
    summary: 'Counts the new guests of the last minute',
    description: 'More than `JOINS_ALARM_PER_MINUTE` is unusual.',
    answers: 'The number, and whether it is unusual.',
  },
  listMessages: {
    tag: 'host',
    summary: 'Lists messages by status, newest first or oldest first, and counts them',
    parameters: {
      status: 'Only these; without it all messages that are not removed.',
      before: BEFORE,
      after: 'Oldest first: only messages after this event. 0 begins with the first one.',
      limit: LIMIT,
    },
    answers: 'A page. `nextCursor` is the `before` of the next, or its `after`.',
  },
  getKeepsake: {
    tag: 'host',
    summary: 'Makes the keepsake: an archive with the page that replays the evening, the book and the tables',
    description:
      'A ZIP of what guests see at that moment: a page that replays the evening without a network, a book (PDF) where the server can make one, and the messages and votes as `xlsx`, `csv` and `json`. Nothing in it was removed or rejected, waits, or is for hosts (MOD-3). It also works while the session is live. An answer that breaks off before its end is not a complete file.',
    parameters: {
      timeZone: 'An IANA name, such as `Asia/Shanghai`, of the local times; by default the server’s own.',
      separator: 'Between the cells of csv.',
      language: 'Of the names of files, sheets and columns, and of the words of the book.',
    },
    answers: 'An attachment with a file name (RFC 6266).',
  },
  exportSession: {
    tag: 'host',
    summary: 'Exports messages, votes, ballots, guests, the activity log or the signed audit file',
    description:
      'It also works while the session is live, and may or may not include what happens meanwhile. Messages have their status and who decided it; removed ones are absent. The activity log is every act of hosts, helpers and screens, without texts of messages. `csv` is UTF-8 with a byte order mark, every cell is quoted, and no cell is a formula. `xlsx` has texts as texts, and times as dates in the time zone that its header names. Ballots have no names and no guest ids (VOTE-5). The audit file is `json` only. An answer that breaks off before its end is not a complete file.',
    parameters: {
      what: 'The data to export.',
      format: 'The format of the file.',
      timeZone:
        'The zone of the local times in csv and xlsx and of the date in the file name, such as `Asia/Shanghai`; without it the server’s.',
      separator: 'The separator of the cells of csv. A spreadsheet of a language with a decimal comma expects the semicolon.',
      language: 'The language of the file name, and of sheets, headers and terms in xlsx.',
    },
    answers: 'An attachment with a file name (RFC 6266): `application/json`, `text/csv`, or the type of a workbook.',
  },
  createVote: {
    tag: 'host',
    summary: 'Creates a vote, as a draft',
    description: 'The defaults are: one choice, changeable, results visible to everyone at all times.',
    answers: 'The draft.',
  },
  changeVote: {
    tag: 'host',
    summary: 'Changes the given fields of a vote',
    description: 'After the first ballot only the texts of the question and of the options may change.',
    answers: THE_VOTE,
  },
  openVote: voteAction('Opens a draft', 'An open vote is answered without a change.'),
  closeVote: voteAction('Closes an open vote', 'Every counted ballot was committed before (VOTE-3).'),
  revealVote: voteAction('Shows the results to everyone', 'It has priority over the vote’s `results`.'),
  hideVote: voteAction('Hides the results from everyone except hosts', 'It has priority over the vote’s `results`.'),
  reopenVote: voteAction('Opens a closed vote again', 'Its ballots stay.'),
  showVote: voteAction(
    'Puts a vote on the screens, open or closed, without opening it again',
    'Of the votes of a wall the last one is shown.',
  ),
  withdrawVote: voteAction(
    'Makes an open vote in which nobody has voted a draft again',
    'This undoes `open`. Once a ballot was cast it is refused.',
  ),
  rerunVote: {
    tag: 'host',
    summary: 'Opens a new vote with the texts of a closed one',
    description: 'The old vote keeps its ballots.',
    answers: THE_VOTE,
  },
  removeVote: {
    tag: 'host',
    summary: 'Deletes a vote in which nobody has voted',
    description: 'A draft, or a run without a ballot. Once a ballot was cast it is refused: ballots are kept.',
    answers: 'The vote as it was.',
  },
  voidBallots: {
    tag: 'host',
    summary: 'Voids the ballots of guests who joined within a period',
    description:
      'For each ballot the chain of ballots gets an entry without a choice, and a new tally is published. These guests can no longer vote in this vote.',
    answers: THE_VOTE,
  },
  removeMessage: {
    tag: 'host',
    summary: 'Erases a message and removes it from every screen',
    description: `The body is erased in the store (LOG-5), and with \`eraseName\` the author’s name too, also of a message that is removed already. ${NO_BODY}`,
    answers: 'The message without its content.',
  },
  getSettings: {
    tag: 'host',
    summary: 'Reads how messages are moderated: newcomers, words, links, numbers, repeats',
    answers: 'The settings.',
  },
  changeSettings: {
    tag: 'host',
    summary: 'Changes the given settings of moderation',
    description: 'They hold for messages that come after the answer, on other servers within a second. `filter` is given whole.',
    answers: 'The settings after the change.',
  },
  tryText: {
    tag: 'host',
    summary: 'Says what the wall would do with a text of a guest',
    description:
      'The rules of the filter and the mode are applied as they are now; nothing is stored. Repeats of other messages are not looked for.',
    answers: 'The effect and the reasons.',
  },
  approveMessage: messageAction('Shows a pending message', ACTED_FIRST),
  rejectMessage: messageAction(
    'Rejects a message that is pending, or with `from: shown` one that is on the wall',
    `It leaves every screen at once; hosts keep its text, and \`restore\` undoes it. ${ACTED_FIRST}`,
  ),
  restoreMessage: messageAction('Shows a rejected message again', ACTED_FIRST),
  holdMessage: messageAction(
    'Puts a rejected message, or with `from: shown` one that is on the wall, back among those that wait',
    `It leaves every screen at once and keeps its text and the reasons for which it waited: this undoes \`reject\` and \`approve\`. ${ACTED_FIRST}`,
  ),
  pinMessage: messageAction(
    'Pins a message that is shown: the wall keeps it although it is old',
    'A wall has at most ten pinned messages: one more is refused. A pinned message is answered unchanged.',
  ),
  unpinMessage: messageAction('Unpins a message', 'A message that is not pinned is answered unchanged.'),
  actOnMessages: {
    tag: 'host',
    summary: 'Approves, rejects, restores or holds up to 100 messages at once',
    description:
      'The messages that have the status from which the action starts are changed, in one transaction; the others stay. Each one in the answer says what it is now and who decided it.',
    answers: 'The messages as they are now, in the order of the ids.',
  },
  listGuests: {
    tag: 'host',
    summary: 'Lists the guests of a session, newest first',
    parameters: {
      cursor: 'The `nextCursor` of the previous page.',
      limit: LIMIT,
      query: 'Only guests whose name contains this text, in any case and width.',
    },
    answers: 'A page. A guest stands in it some moments after its first connection or command, and stays.',
  },
  renameGuest: {
    tag: 'host',
    summary: 'Gives a guest another name',
    description: 'It stands on the messages that are there and on those to come.',
    answers: 'The guest after the act.',
  },
  muteGuest: guestAction('Mutes a guest', 'Messages of the guest are refused (`muted`); it may read and vote.'),
  unmuteGuest: guestAction('Lets a muted guest write again', ''),
  removeGuest: guestAction(
    'Removes a guest',
    'The credential is refused (`removed`) and its connections are closed. The person may join again, as a new guest; the messages stay.',
  ),
  banGuest: guestAction(
    'Bans a guest',
    'As removed; its messages are rejected, and the browser that shows the old credential may not join again (PEOPLE-5).',
  ),
  unbanGuest: guestAction(
    'Lets a removed or banned guest come back',
    'Its messages stay rejected, unless `restoreMessages` undoes the ban: exactly the messages that the ban rejected, and about which nobody has decided since, are shown, pinned or waiting again.',
  ),
  rejectGuestMessages: clearGuest(
    'Rejects every message of a guest',
    'Shown and pending ones leave every screen. It can be undone for each message.',
  ),
  removeGuestMessages: clearGuest('Erases every message of a guest', 'As if each one were removed (LOG-5).'),
  createCredential: {
    tag: 'host',
    summary: 'Creates a credential with a name and a role',
    description: 'A session has at most 500 credentials, the revoked ones included (`conflict`).',
    answers: 'The credential, its token, and a link with the token. The same key gets the same answer.',
  },
  listCredentials: {
    tag: 'host',
    summary: 'Lists the credentials of a session, the revoked ones included',
    answers: 'The credentials without their tokens, in the order of their creation, and the id of the caller’s own.',
  },
  revokeCredential: {
    tag: 'host',
    summary: 'Revokes a credential',
    description: `Its commands are refused at once, and everything else within a second, on every server (CRED-3). ${NO_BODY}`,
    answers: 'The credential.',
  },
  pairScreen: {
    tag: 'host',
    summary: 'Pairs the screen that shows a code, under a name',
    description: '`not_found`: no screen shows this code now.',
    answers: 'The credential of the screen.',
  },
  listScreens: {
    tag: 'host',
    summary: 'Lists the screens, what each shows, and what hosts have set',
    description: 'A screen says itself what it shows (SCREEN-4): `ageMs` is the age of that report. Messages are named by their ids.',
    answers: 'The states that hosts have set, and the screens that report or have been used.',
  },
  controlScreens: {
    tag: 'host',
    summary: 'Pauses, steps, blanks, freezes or clears screens, shows one message large, or sets the layout',
    description:
      'Without `screenId` it is for every screen, also for one that is paired later. `conflict`: the message of `spotlight` is not on the wall.',
    answers: 'The states of all screens after the change.',
  },
  getScreenControl: {
    tag: 'operation',
    summary: 'Reads what hosts have set for the screens',
    description: 'A screen reads it when it connects, and follows `screen.changed` from then on. The higher `version` is valid.',
    answers: 'The states of all screens.',
  },
  showScreen: {
    tag: 'operation',
    summary: 'Asks for the code of a screen that has no session yet, and whether it is paired',
    description: 'The screen makes the secret itself and asks about every second. Once it is paired, the secret is its token.',
    answers: 'The code to show, the session of the screen, or that the screen was sent away.',
  },
  signIn: {
    tag: 'operator',
    summary: 'Signs the operator in: with the one-time key of the terminal’s link, or with the operator’s token itself',
    description: 'The key works once, and each start of the server makes a new one. The token, `OPERATOR_TOKEN`, works at any time.',
    answers: 'The operator’s token.',
  },
  listAddresses: {
    tag: 'operator',
    summary: 'Lists the addresses at which guests may find the server, best first',
    description:
      'Each has its network adapter and the number of guests who joined at it since the server started. The list is empty where PUBLIC_URL or a trusted proxy determines the address.',
    answers: 'The addresses, and the chosen one.',
  },
  chooseAddress: {
    tag: 'operator',
    summary: 'Chooses the address that QR codes and links show',
    description: 'The adapter is kept for the next start. `null` chooses the best one.',
    answers: 'The addresses, and the chosen one.',
  },
  getServer: {
    tag: 'operation',
    summary: 'Reads the address that guests use, and the version',
    answers: 'The facts about the server.',
  },
  getHealth: { tag: 'operation', summary: 'Says whether the process answers', answers: 'It answers.' },
  getReadiness: {
    tag: 'operation',
    summary: 'Says whether the server can be used',
    description:
      'The server is ready when the store answers within 2 s and accepts writes, all its workers serve, and it is not draining. A worker serves when it takes requests and has answered its owner within 10 s.',
    answers: { 200: 'Ready.', 503: 'Not ready, and the reason.' },
  },
  getMetrics: {
    tag: 'operation',
    summary: 'Reads the metrics, for Prometheus',
    description:
      'No label contains a session, a guest or an address. For programs on the server’s machine or behind its proxy, or with METRICS_TOKEN.',
    answers: 'The text format of Prometheus.',
  },
}
