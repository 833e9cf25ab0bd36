import type { Language } from '../shared/catalogs.ts'
import { errorSentence } from '../shared/error-sentences.ts'
import { Fold } from '../shared/ui/fold.tsx'
import { Problem } from '../shared/ui/notice.tsx'
import { isLoopback } from '../shared/is-loopback.ts'
import type { GuestUrl } from '../shared/use-guest-url.ts'
import { AddressList } from './address-list.tsx'
import { addressMessages } from './address-messages.ts'
import type { Addresses } from './use-addresses.ts'

interface AddressPickerProps {
  readonly guestUrl: GuestUrl
  readonly addresses: Addresses
  /** The list stands open, where the address is still to be tried. */
  readonly isOpen?: boolean
  readonly language: Language
}

/** Which of the machine's addresses guests get, where it has several: for the operator, whose machine it is. Kept by the server. */
export function AddressPicker({ guestUrl, addresses: { list, wanted, refusal, choose }, isOpen = false, language }: AddressPickerProps) {
  const t = addressMessages(language)
  const isLocal = guestUrl.isKnown && isLoopback(guestUrl.url)
  const isOther = list.addresses.some(({ url }) => url !== guestUrl.url)
  const parts = (
    <>
      <AddressList list={list} url={wanted ?? guestUrl.url} choose={choose} t={t} />
      <Problem>{refusal === null ? null : errorSentence(language, refusal)}</Problem>
    </>
  )
  return (
    <>
      {isLocal && <p className="addresses__note">{t.onlyHere}</p>}
      {isOpen && list.addresses.length > 0 && <div className="addresses">{parts}</div>}
      {!isOpen && isOther && (
        <Fold title={t.title} className="addresses">
          {parts}
        </Fold>
      )}
    </>
  )
}
