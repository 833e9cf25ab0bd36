/**
 * All input from outside has a limit. The name has the unit, and the comment has the reason. Client and server read the same numbers, so that a
 * client can refuse early.
 */

/** A client's frame and an HTTP body, in bytes: a 4 KiB message in JSON escapes fits with room to spare. */
export const MAX_FRAME_BYTES = 16 * 1024

/** A message as people count: user-perceived characters. */
export const MAX_CONTENT_GRAPHEMES = 280
/** Stops a message of few graphemes and thousands of joined code points. */
export const MAX_CONTENT_CODE_POINTS = 1120
/** Checked before any Unicode work, because normalising crafted text is slow. */
export const MAX_CONTENT_BYTES = 4096

export const MAX_NAME_GRAPHEMES = 32
export const MAX_NAME_BYTES = 256

/** A title or a vote's question on a wall, in graphemes. */
export const MAX_TITLE_GRAPHEMES = 80
/** A vote's option, in graphemes. */
export const MAX_OPTION_GRAPHEMES = 100
/** The reason of a host's act on a guest, in graphemes. */
export const MAX_REASON_GRAPHEMES = 100
export const MAX_VOTE_OPTIONS = 20
export const MIN_VOTE_OPTIONS = 2

/** Combining marks kept on one base character: enough for every living script, too few for "zalgo". */
export const MAX_MARKS_PER_BASE = 4

/** Code points of one character as people count them: the longest emoji of a family has eleven. A longer one would not break at the end of a line and could have any width. */
export const MAX_GRAPHEME_CODE_POINTS = 24

/** Ids of guests, messages, votes and options, in characters. */
export const MAX_ID_LENGTH = 36
export const MIN_KEY_LENGTH = 8
export const MAX_KEY_LENGTH = 64
/** A credential has some 300 characters. No server issues one of ten times that length. */
export const MAX_TOKEN_LENGTH = 4096

/** Join codes: six characters without look-alikes (no 0 O 1 I L). */
export const CODE_LENGTH = 6
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** The number of newest messages that a wall holds; older ones are read through the history. It limits the size of a snapshot. */
export const WALL_MESSAGES = 100
/** The number of newest pinned messages that a wall holds besides them. A host cannot pin more, so that none disappears unnoticed. */
export const WALL_PINNED_MESSAGES = 10
/** Messages that a host acts on in one request: bounds how long the lock of the session is held. */
export const MAX_ACTED_MESSAGES = 100
/** Cards that a screen reports: more than any screen can show. Each costs one of the commas that a frame may have. */
export const MAX_SCREEN_CARDS = 80
/** The queue in the report of a screen, in characters: some 900 messages of a burst. */
export const MAX_QUEUE_CHARS = 2_000
/** The newest messages of a guest of which the places are said (SCREEN-6). */
export const MAX_PLACES = 20
/** The tables of a session as a host types them: names for two hundred. */
export const MAX_TABLES_CHARS = 4_000
/** The number of newest votes that a wall holds. */
export const WALL_VOTES = 20

/** Events in one page of a replay, and its size in bytes, whichever is reached first. */
export const PAGE_EVENTS = 200
export const PAGE_BYTES = 64 * 1024
/** A returning reader further behind than this gets a snapshot: it is smaller than the replay. */
export const REPLAY_EVENTS = 1000

/** One page of names or of history. */
export const MAX_PAGE_SIZE = 200
export const DEFAULT_PAGE_SIZE = 100

/** A client has this long from socket open to `hello`. */
export const HELLO_TIMEOUT_MS = 5_000
/**
 * The server sends something at least at this interval. A phone's radio sleeps after some ten seconds without data: a guest's heartbeat is rarer
 * than that.
 */
export const HEARTBEAT_MS = 20_000
/** The interval for hosts, moderators and wall screens, who must see within 5 s that a network is frozen (CONN-10). */
export const WATCHED_HEARTBEAT_MS = 1_000
/** After this time without data, a client checks the socket (CONN-5); after two heartbeats, where that is sooner. */
export const SILENCE_MS = 35_000
/** The longest that a poll may wait for events, below the 60 s after which proxies give up. */
export const MAX_POLL_WAIT_MS = 25_000
/** A vote's tally is published at most once in this time (VOTE-4). */
export const TALLY_INTERVAL_MS = 250
/** Readers get the online count at most once in this time (ONLINE-3). */
export const ONLINE_INTERVAL_MS = 1_000
/** A page of a screen reports at most so often; in between the newest report wins (SCREEN-4). */
export const REPORT_INTERVAL_MS = 200
/** A screen that shows the same for longer reports again after this time. */
export const REPORT_AGAIN_MS = 2_000
/** A page that has not reported for this long is not there. */
export const REPORT_LIFE_MS = 7_000
/** A photo as a guest sends it, in bytes: the largest of most phones, before the browser makes it smaller. */
export const MAX_PHOTO_BYTES = 12 * 1024 * 1024
/** A photo as a guest sends it, in pixels. A phone's camera has up to 50 million; what claims more is not decoded. */
export const MAX_PHOTO_PIXELS = 64_000_000
/** The longer side of a stored photo, in pixels: enough for a 4K screen, on which a photo is never alone. */
export const MAX_PHOTO_SIDE = 2048
/** The longer side of its small size: a phone's column, at twice the density. */
export const SMALL_PHOTO_SIDE = 640
/** The longer side of a stored background, in pixels: it is behind everything, so a 4K screen may enlarge it. */
export const MAX_LOOK_SIDE = 2560
/** The longer side of its small size, for phones. */
export const SMALL_LOOK_SIDE = 960
/** The longer side of a stored logo, in pixels: a tenth of a 4K screen's height, and more where it stands alone. */
export const MAX_LOGO_SIDE = 640
/** Frames with places are written at most so often (SCREEN-6). */
export const PLACES_INTERVAL_MS = 100
/** A guest is not told more often than this that only the number before a message has changed. */
export const BEFORE_INTERVAL_MS = 1_000
/** Readers get changed reactions at most once in this time (REACT-3). */
export const REACTIONS_INTERVAL_MS = 250
/** The newest reactions of its own that a guest gets back after a reload. */
export const MAX_OWN_REACTIONS = 200
/** A session is kept at most so many days after its last event. */
export const MAX_RETENTION_DAYS = 3650
