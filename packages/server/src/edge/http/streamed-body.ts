import type { NodeBindings } from '../admission.ts'

/**
 * A body that pulls text or bytes from a generator only when the peer has room, so that memory holds one piece. It ends when the peer disconnects. When
 * the generator fails, the connection is destroyed: the listener would otherwise end a failed stream normally, and half a file would look
 * complete. `onEnd` is called in each case.
 */
export function streamedBody(
  pieces: AsyncGenerator<string | Uint8Array>,
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
        } else controller.enqueue(typeof piece.value === 'string' ? encoder.encode(piece.value) : piece.value)
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
