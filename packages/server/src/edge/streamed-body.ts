import type { ServerResponse } from 'node:http'

/** What Node's listener hands on beside a request; absent where the door is asked in the process. */
interface NodeBindings {
  readonly outgoing?: ServerResponse
}

/**
 * Text as a body that is taken from the generator when the peer has room, so that memory holds a piece. A peer that goes away ends it. When
 * it fails the connection is cut: an error of the stream itself the listener would write behind the body and then end it in good order, and
 * half a file would look whole.
 */
export function streamedBody(
  pieces: AsyncGenerator<string>,
  environment: unknown,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const { outgoing } = (environment ?? {}) as NodeBindings
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = await pieces.next()
        if (piece.done === true) controller.close()
        else controller.enqueue(encoder.encode(piece.value))
      } catch (error) {
        onError(error)
        if (outgoing === undefined) controller.error(error)
        else outgoing.destroy()
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
