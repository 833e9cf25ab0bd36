import { open } from 'node:fs/promises'
import type { Clock } from '../domain/ports.ts'
import { HEAD_BYTES, sniff } from './image-type.ts'

/** The bytes of an upload, as they arrive, and how many are announced. */
export interface ImageBody {
  readonly bytes: AsyncIterator<Uint8Array>
  readonly length: number | null
}

/** Why an upload was not received. */
export type ReceiveFault =
  | { readonly fault: 'size' | 'empty' | 'cut' | 'slow' }
  /** `sentence`: what the file is, and what to do. */
  | { readonly fault: 'type'; readonly sentence: string }

/** A whole upload may take this long: a photo that a phone has made small needs a quarter of it at 100 kbit/s. */
export const RECEIVE_MS = 110_000

/**
 * Writes an upload into a file as it arrives. Memory holds one piece. It ends at the first piece that is too much, at the first bytes that are no
 * picture, and when the time is over. `null`: the file has the whole upload.
 */
export async function receiveImage(body: ImageBody, file: string, maxBytes: number, clock: Clock): Promise<ReceiveFault | null> {
  if ((body.length ?? 0) > maxBytes) return { fault: 'size' }
  const handle = await open(file, 'wx', 0o600)
  try {
    let late = () => {}
    const isLate = new Promise<'late'>((resolve) => {
      late = () => resolve('late')
    })
    const cancel = clock.setTimer(RECEIVE_MS, late)
    try {
      return await write(body.bytes, handle, maxBytes, isLate)
    } finally {
      cancel()
    }
  } finally {
    await handle.close()
  }
}

async function write(
  pieces: AsyncIterator<Uint8Array>,
  handle: { write(piece: Uint8Array): Promise<unknown> },
  maxBytes: number,
  isLate: Promise<'late'>,
): Promise<ReceiveFault | null> {
  let head = Buffer.alloc(0)
  let length = 0
  for (;;) {
    const next = await Promise.race([pieces.next(), isLate]).catch(() => 'cut' as const)
    if (next === 'late') return { fault: 'slow' }
    if (next === 'cut') return { fault: 'cut' }
    if (next.done === true) break
    length += next.value.length
    if (length > maxBytes) return { fault: 'size' }
    if (head.length < HEAD_BYTES) {
      head = Buffer.concat([head, next.value])
      const refused = head.length < HEAD_BYTES ? null : refusedType(head)
      if (refused !== null) return refused
    }
    await handle.write(next.value)
  }
  return length === 0 ? { fault: 'empty' } : refusedType(head)
}

function refusedType(head: Uint8Array): ReceiveFault | null {
  const sniffed = sniff(head)
  return 'refused' in sniffed ? { fault: 'type', sentence: sniffed.refused } : null
}
