import type { LaterText } from '../components/shared/sending-text.tsx'
import type { GuestwallMessages } from './messages.ts'
import { pluralOf } from './plural.ts'

const plural = pluralOf('en')

const WAITS: Readonly<Record<string, string>> = { rate_limited: 'too many at once', joined_just_now: 'you have just joined' }
const later: LaterText = (seconds, code) => `Sending in ${seconds} s: ${WAITS[code] ?? 'the wall asks to wait'}`

/** English. */
export const messagesEn: GuestwallMessages = {
  locale: 'en',
  stream: {
    title: 'Messages',
    empty: 'Nothing here yet. Write the first wish.',
    newer: (count) => plural(count, { one: '# new message', other: '# new messages' }),
    toNewest: 'To the newest',
    older: 'Older messages',
    loadingOlder: 'Loading older messages…',
    me: (name) => `Me · ${name}`,
    delivery: {
      sending: 'Sending',
      delivered: 'Delivered',
      private: 'For the hosts only',
      pending: 'Waiting for approval',
      shown: 'Delivered',
      failed: 'Not sent',
    },
    place: {
      waiting: (before) => (before === 0 ? 'Next on the wall' : `In line for the wall · ${before} before you`),
      showing: 'On the screen now, look up',
      shown: 'On the wall',
      noScreen: 'Delivered · no screen is open',
    },
    later,
    retry: 'Retry',
    discard: 'Discard',
    fold: { more: 'Show all', less: 'Show less' },
    reason: (refusal) => refusal.message,
  },
  composer: {
    field: 'Your message',
    placeholder: 'Write a wish…',
    send: 'Send',
    writingAs: { before: 'Writing as ', after: '' },
    rename: 'Rename',
    counted: (count, limit) => `${count} of ${limit} characters`,
    over: (count) => plural(count, { one: '# character too many', other: '# characters too many' }),
    heavy: (count) =>
      `Some emoji and symbols take a lot of space: delete about ${plural(count, { one: '# character', other: '# characters' })}`,
    problems: {
      invalid_text: 'This text holds characters that cannot be stored.',
      empty_content: 'Write something first.',
      too_long: 'This text is too long.',
      name_invalid: 'This name cannot be used.',
    },
  },
  votes: {
    title: 'Votes',
    none: 'No vote is open right now. It will appear here as soon as the host starts one.',
    closedTitle: 'Closed votes',
    states: { open: 'Vote open', closed: 'Vote closed' },
    rules: {
      oneChangeable: 'Choose one. You can change it until the vote closes.',
      oneFinal: 'Choose one. Once submitted, it can’t be changed.',
      manyChangeable: (most) => `Choose up to ${most}. You can change them until the vote closes.`,
      manyFinal: (most) => `Choose up to ${most}. Once submitted, they can’t be changed.`,
    },
    left: (count) => (count === 0 ? 'That’s the maximum. Deselect one to change.' : `${count} more to choose`),
    cast: 'Submit vote',
    castFinal: 'Submit (can’t be changed)',
    change: 'Update my vote',
    unsent: 'Not submitted yet',
    sending: 'Sending',
    later,
    counted: 'Vote counted',
    yours: 'your vote',
    late: 'The vote closed before your vote arrived: it was not counted.',
    final: 'A submitted vote can’t be changed here.',
    again: 'Please choose again.',
    stillCounted: (choice) => `What counts is still: ${choice}.`,
    dismiss: 'OK',
    missed: 'You did not vote here.',
    voters: (count) => plural(count, { one: '# person has voted', other: '# people have voted' }),
    results: { soFar: 'So far', final: 'Result', option: 'Option', count: 'Votes', percent: 'Share' },
    hints: {
      afterVoting: 'You see the results once you have voted.',
      afterClose: 'The results come when the vote closes.',
      host: 'The host will show the results.',
      nobody: 'Nobody has voted yet.',
      coming: 'The results are on their way.',
    },
    news: {
      opened: (question) => `New vote: ${question}`,
      closed: (question) => `Vote closed: ${question}`,
      counted: (choice) => `Vote counted: ${choice}`,
      results: (question) => `The results are here: ${question}`,
    },
  },
  people: { title: 'Who is here', you: 'me', loading: 'Loading…', more: (count) => `and ${count} more` },
  wall: {
    label: 'Messages on the wall',
    results: {
      open: 'Voting is open',
      closed: 'Voting has closed',
      voters: (count) => [String(count), plural(count, { one: 'person has voted', other: 'people have voted' })],
      votes: (count) => plural(count, { one: '# vote', other: '# votes' }),
      leading: 'leading',
      most: 'most votes',
    },
  },
  connection: {
    network: 'The wall cannot be reached. Reconnecting… What you wrote is saved.',
    offline: 'You are offline. Reconnecting… What you wrote is saved.',
    server: 'The wall isn’t responding. Reconnecting… What you wrote is saved.',
    portal: 'This Wi-Fi wants you to sign in first. What you wrote is saved.',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting… What you wrote is saved.',
    fallback: 'Slow network, updates are delayed. What you wrote is saved.',
    unauthorised: 'Your session has expired. Please join again.',
    forbidden: 'You may not see this wall.',
    removed: 'The host has asked you to leave this wall.',
    session_not_found: 'This wall is no longer here.',
    session_ended: 'This wall has ended.',
    name_refused: 'This name cannot be used. Please choose another.',
    replaced: 'You have opened this wall somewhere else.',
    refused: 'This page cannot use the wall. Ask the host for a new link.',
  },
}
