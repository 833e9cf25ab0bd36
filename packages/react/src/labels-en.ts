import type { GuestwallLabels } from './labels.ts'

/** English */
export const labelsEn: GuestwallLabels = {
  stream: {
    title: 'Messages',
    empty: 'Nothing here yet. Write the first wish.',
    newer: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    toNewest: 'To the newest',
    older: 'Older messages',
    loadingOlder: 'Fetching older messages…',
    me: (name) => `Me · ${name}`,
    delivery: {
      sending: 'Sending',
      delivered: 'Delivered',
      pending: 'Waiting for approval',
      shown: 'On the wall',
      failed: 'Not sent · Retry',
    },
    discard: 'Discard',
    reason: (refusal) => refusal.message,
  },
  composer: {
    field: 'Your message',
    placeholder: 'Write a wish…',
    send: 'Send',
    writingAs: { before: 'Writing as ', after: '' },
    rename: 'Rename',
    counted: (count, limit) => `${count} of ${limit} characters`,
    over: (count) => (count === 1 ? '1 character too many' : `${count} characters too many`),
    problems: {
      invalid_text: 'This text holds characters that cannot be stored.',
      empty_content: 'Write something first.',
      too_long: 'This text is too long.',
      name_invalid: 'This name cannot be used.',
    },
  },
  people: { title: 'Who is here', you: 'me', loading: 'Looking who is here…', more: (count) => `and ${count} more` },
  connection: {
    network: 'The wall cannot be reached. Reconnecting… What you wrote is saved.',
    offline: 'You are offline. Reconnecting… What you wrote is saved.',
    server: 'The wall does not answer. Reconnecting… What you wrote is saved.',
    portal: 'This Wi-Fi wants you to sign in first. What you wrote is saved.',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting… What you wrote is saved.',
    fallback: 'Slow network, updates are delayed. What you wrote is saved.',
    unauthorised: 'Your pass has expired. Please join again.',
    forbidden: 'You may not see this wall.',
    removed: 'The host has asked you to leave this wall.',
    session_not_found: 'This wall is no longer here.',
    replaced: 'You have opened this wall somewhere else.',
  },
}
