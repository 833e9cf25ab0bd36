import { type FormEvent, useState } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { QrCode } from '../../shared/qr-code.tsx'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { Fold } from '../../shared/ui/fold.tsx'
import { printMessages } from './messages.ts'
import { keptWifi, type Wifi, wifiText } from './wifi.ts'

const NONE: Wifi = { ssid: '', password: '' }

/** The venue's Wi-Fi as a code to scan. The form stores its text in this browser alone. */
export function WifiForm({ language }: { readonly language: Language }) {
  const t = printMessages(language).wifi
  const [kept, setKept] = useState(keptWifi.recall)
  const [draft, setDraft] = useState(kept ?? NONE)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    const wifi = { ...draft, ssid: draft.ssid.trim() }
    if (wifi.ssid === '') return
    keptWifi.keep(wifi)
    setKept(wifi)
  }
  const forget = (): void => {
    keptWifi.forget()
    setKept(null)
    setDraft(NONE)
  }
  return (
    <Fold title={t.title} className="wifi-form">
      <form noValidate onSubmit={save}>
        <p className="copy-field__hint">{t.hint}</p>
        <Field
          label={t.ssid}
          value={draft.ssid}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, ssid: event.target.value })}
        />
        <Field
          label={t.password}
          value={draft.password}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, password: event.target.value })}
        />
        <div className="print-panel__acts">
          <Button type="submit" look="quiet">
            {t.save}
          </Button>
          {kept !== null && (
            <Button look="soft" onClick={forget}>
              {t.forget}
            </Button>
          )}
        </div>
      </form>
      {kept !== null && (
        <>
          <div className="wifi-form__qr">
            <QrCode text={wifiText(kept)} label={t.qrLabel(kept.ssid)} />
          </div>
          <p role="status" className="copy-field__hint">
            {t.kept}
          </p>
        </>
      )}
    </Fold>
  )
}
