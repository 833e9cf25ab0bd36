/** Private words and what to write instead. docs/GLOSSARY.md explains the words that stay. */

/** Names that no code may define or use. */
export const IDENTIFIERS: Readonly<Record<string, string>> = {
  become: 'transition',
  stay: 'unchanged',
  nextTurn: 'nextSend',
  rung: 'attempt',
  rungAfter: 'attemptAfter',
  ladder: 'backoff',
  ladderWait: 'backoffWait',
  chance: 'random or jitter',
  lifeOf: 'what it is: session, connection',
  tell: 'emit',
  tellOnline: 'broadcastOnline',
  heard: 'onActivity',
  SocketLine: 'SocketTransport',
  socketLine: 'socketTransport',
  createSocketLine: 'socketTransport',
  NOBODY: 'ANONYMOUS',
  Door: 'adapter, or the name of the page',
  door: 'adapter, or the name of the page',
  SocketDoor: 'the adapter: ws',
  httpDoor: 'the adapter: http',
  nudge: 'retryNow',
  liftPause: 'retryNow',
  misfit: 'checkX or validateX: Refusal or null',
  whyNot: 'checkX or validateX: Refusal or null',
  whyClosed: 'checkX or validateX: Refusal or null',
  reoffer: 'requeueLost',
  pump: 'drain or flushNext',
  sendOff: 'drainConnections',
}

/** Words that no document and no screen may use. */
export const PHRASES: Readonly<Record<string, string>> = {
  'doors?': 'adapter, transport, or what it is',
  'rungs?': 'attempt',
  'ladders?': 'backoff',
  'misfits?': 'what does not match the schema',
  'nudges?': 'retry now',
  'way in': 'share, join link',
  'all right': 'dismiss, or valid',
}
