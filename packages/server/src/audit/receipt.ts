import type { Receipt } from '@guestwall/protocol'
import { isSealed, type Seal } from './seal.ts'

type Unsigned = Omit<Receipt, 'signature'>

/** Signs a position in a vote's chain of ballots. */
export function receiptOf(seal: Seal, place: Unsigned): Receipt {
  return { ...place, signature: seal.sign(signedText(place)) }
}

/** Whether the holder of this key signed the receipt. */
export function isReceiptOf(publicKey: string, { signature, ...place }: Receipt): boolean {
  return isSealed(publicKey, signedText(place), signature)
}

function signedText({ session, voteId, seq, hash }: Unsigned): string {
  return JSON.stringify(['guestwall receipt', session, voteId, seq, hash])
}
