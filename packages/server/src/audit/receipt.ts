import type { Receipt } from '@guestwall/protocol'
import { isSealed, type Seal } from './seal.ts'

type Unsigned = Omit<Receipt, 'signature'>

/** A place in a vote's chain of ballots, signed. */
export function receiptOf(seal: Seal, place: Unsigned): Receipt {
  return { ...place, signature: seal.sign(signedText(place)) }
}

/** Whether the receipt was given by the holder of this key. */
export function isReceiptOf(publicKey: string, { signature, ...place }: Receipt): boolean {
  return isSealed(publicKey, signedText(place), signature)
}

function signedText({ session, voteId, seq, hash }: Unsigned): string {
  return JSON.stringify(['guestwall receipt', session, voteId, seq, hash])
}
