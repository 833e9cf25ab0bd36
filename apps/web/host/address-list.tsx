import type { GuestAddressList } from '@guestwall/protocol'
import { useId } from 'react'
import type { AddressMessages } from './address-messages.ts'

interface AddressListProps {
  readonly list: GuestAddressList
  /** The address that guests use now. */
  readonly url: string
  readonly choose: (url: string | null) => void
  readonly t: AddressMessages
}

/** Networks of this computer alone. */
const VIRTUAL: readonly string[] = ['virtualMachine', 'container']

/** The machine's addresses, best first: each with its adapter and with what came through it. One of them, or the best one, is for guests. */
export function AddressList({ list: { addresses, chosen }, url: used, choose, t }: AddressListProps) {
  const name = useId()
  return (
    <fieldset className="addresses__list">
      <legend>{t.legend}</legend>
      {chosen !== null && (
        <label className="addresses__choice">
          <input type="radio" name={name} checked={false} onChange={() => choose(null)} />
          <span>{t.automatic}</span>
        </label>
      )}
      {addresses.map(({ url, adapter, kind, joined = 0 }) => (
        <label key={url} className="addresses__choice">
          <input type="radio" name={name} checked={url === used} onChange={() => choose(url)} />
          <span className="addresses__where">
            <span className="addresses__adapter">{adapterText(adapter, t.kinds[kind])}</span>{' '}
            <span className="addresses__address">{url.replace(/^https?:\/\//, '')}</span>
          </span>
          <span className={joined > 0 ? 'addresses__came addresses__came--some' : 'addresses__came'}>
            {joined > 0 ? t.worked : VIRTUAL.includes(kind) && url !== used ? t.unreachable : t.untried}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** The system's name, with the purpose where the name does not say it. */
function adapterText(adapter: string, kind: string | undefined): string {
  return kind === undefined || kind.toLowerCase() === adapter.toLowerCase() ? adapter : `${adapter} · ${kind}`
}
