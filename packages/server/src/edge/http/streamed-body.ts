import type { NodeBindings } from '../admission.ts'

/**
 * Text as a body that is taken from the generator when the peer has room, so that memory holds a piece. A peer that goes away ends it. When
 * it fails the connection is cut: an error of the stream itself the listener would write behind the body and then end it in good order, and
 * half a file would look whole. `onEnd` is called in each case.
 */
export function streamedBody(
  pieces: AsyncGenerator<string>,
  environment: NodeBindings | undefined,
  { onError, onEnd }: { onError: (error: unknown) => void; onEnd: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const outgoing = environment?.outgoing
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = await pieces.next()
        if (piece.done === true) {
          onEnd()
          controller.close()
        } else controller.enqueue(encoder.encode(piece.value))
      } catch (error) {
        onEnd()
        onError(error)
        if (outgoing === undefined) controller.error(error)
        else outgoing.destroy()
      }
    },
    async cancel() {
      onEnd()
      await pieces.return(undefined)
    },
  })
}
