import { type ChangeEvent, useId } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import type { PhotoDesk } from './photo-desk.ts'
import { photoMessages } from './photo-messages.ts'

interface PhotoButtonProps {
  readonly desk: PhotoDesk
  readonly language: Language
}

/** The button before the field: it opens the photos and the camera of the phone. */
export function PhotoButton({ desk, language }: PhotoButtonProps) {
  const t = photoMessages(language)
  const id = useId()
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const file = target.files?.[0]
    if (file !== undefined) desk.choose(file)
    // The same photo may be chosen again after it was taken away.
    target.value = ''
  }
  return (
    <span className="photo-button">
      {/* HEIC is asked for, too: a browser that can show it sends a JPEG, and an iPhone converts it itself. */}
      <input id={id} className="gw-unseen photo-button__file" type="file" accept="image/*" onChange={onChange} />
      <label htmlFor={id} className="photo-button__face" title={t.choose}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <rect x="3" y="5" width="18" height="14" rx="2" />
          <circle cx="8.5" cy="10" r="1.6" />
          <path d="m4 17 5-4.5 3.5 3L16 11l4.5 5" />
        </svg>
        <span className="gw-unseen">{t.choose}</span>
      </label>
    </span>
  )
}
