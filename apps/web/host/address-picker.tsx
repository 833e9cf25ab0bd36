import type { GuestAddressList } from '@guestwall/protocol'
import type { HostClient } from '@guestwall/client/host'
import { useEffect, useId, useState } from 'react'
import { errorSentence } from '../shared/error-sentences.ts'
import { type Outcome, outcomeOf } from '../shared/outcome.ts'
import type { Language } from '../shared/catalogs.ts'
import type { GuestUrl } from '../shared/use-guest-url.ts'
import { addressMessages } from './address-messages.ts'
import { operatorToken } from './credentials.ts'
import { hostClient } from './host-client.ts'
import { Fold } from '../shared/ui/fold.tsx'
import { Problem } from '../shared/ui/notice.tsx'

interface AddressPickerProps {
  readonly guestUrl: GuestUrl
  readonly language: Language
}

const LOOPBACK = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/

/** Which of the machine's addresses guests get, where it has several: for the operator, whose machine it is. Kept by the server. */
export function AddressPicker({ guestUrl, language }: AddressPickerProps) {
  const t = addressMessages(language)
  const isLocal = guestUrl.isKnown && LOOPBACK.test(guestUrl.url)
  const { list, refusal, choose } = useAddresses(guestUrl)
  const others = list.addresses.filter(({ url }) => url !== guestUrl.url)
  return (
    <>
      {isLocal && <p className="addresses__note">{t.onlyHere}</p>}
      {others.length > 0 && (
        <Fold title={t.title} className="addresses">
          <Addresses list={list} language={language} choose={choose} />
          <Problem>{refusal === null ? null : errorSentence(language, refusal)}</Problem>
        </Fold>
      )}
    </>
  )
}

interface AddressesProps {
  readonly list: GuestAddressList
  readonly language: Language
  readonly choose: (url: string | null) => void
}

function Addresses({ list: { addresses, chosen }, language, choose }: AddressesProps) {
  const t = addressMessages(language)
  const name = useId()
  return (
    <fieldset className="addresses__list">
      <legend>{t.legend}</legend>
      <label className="addresses__choice">
        <input type="radio" name={name} checked={chosen === null} onChange={() => choose(null)} />
        <span>{t.automatic}</span>
      </label>
      {addresses.map(({ url, adapter, kind }) => (
        <label key={url} className="addresses__choice">
          <input type="radio" name={name} checked={chosen === url} onChange={() => choose(url)} />
          <span>
            <b>{url.replace('http://', '')}</b>
            <br />
            {t.kinds[kind] === undefined ? adapter : `${adapter} · ${t.kinds[kind]}`}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** The addresses as the server has them, asked again when it says another address than before. Without the operator's token there are none. */
function useAddresses(guestUrl: GuestUrl) {
  const [list, setList] = useState<GuestAddressList>({ addresses: [], chosen: null })
  const [refusal, setRefusal] = useState<string | null>(null)
  const show = (answer: Outcome<GuestAddressList> | null): void => {
    if (answer === null) return
    if (answer.ok) setList(answer.value)
    setRefusal(answer.ok ? null : answer.failure.code)
  }
  useEffect(() => void call((client) => client.listAddresses()).then(show), [guestUrl.url])
  const choose = async (url: string | null): Promise<void> => {
    show(await call((client) => client.chooseAddress(url)))
    await guestUrl.refresh()
  }
  return { list, refusal, choose: (url: string | null) => void choose(url) }
}

/** `null`: this browser has no operator's token. */
async function call(request: (client: HostClient) => Promise<GuestAddressList>): Promise<Outcome<GuestAddressList> | null> {
  const token = operatorToken.recall()
  return token === null ? null : outcomeOf(request(hostClient(token)))
}
