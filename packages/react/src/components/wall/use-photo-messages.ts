import { useMemo } from 'react'
import type { FlowMessage } from './flow-message.ts'

/** The messages, as texts alone where the page shows no photos. The same list while nothing changes. */
export function usePhotoMessages(messages: readonly FlowMessage[], hasPhotos: boolean): readonly FlowMessage[] {
  return useMemo(() => (hasPhotos ? messages : messages.map((message) => ({ ...message, photo: undefined }))), [hasPhotos, messages])
}
