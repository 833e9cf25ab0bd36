import type { HostMessage } from '@guestwall/protocol'
import { FoldedText, languageOf } from '@guestwall/react'
import { markText } from './mark-text.ts'
import type { QueueMessages } from './messages.ts'

interface MarkedTextProps {
  readonly message: HostMessage
  readonly className: string
  readonly t: QueueMessages
}

/** A message's text, with a line under the words for which it is held. A text without such words is folded when it has many lines. */
export function MarkedText({ message: { content, held = [] }, className, t }: MarkedTextProps) {
  const parts = markText(
    content,
    held.flatMap(({ text }) => text ?? []),
  )
  if (!parts.some(({ isMarked }) => isMarked)) return <FoldedText text={content} className={className} labels={t.fold} />
  return (
    <p className={className} dir="auto" lang={languageOf(content)}>
      {parts.map(({ text, isMarked }, at) =>
        // The parts have no other identity and are not reordered.
        isMarked ? (
          <mark key={at} className="held-mark">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </p>
  )
}
