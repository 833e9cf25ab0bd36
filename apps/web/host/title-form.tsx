import type { ChangeSessionBody, Session } from '@guestwall/protocol'
import { type FormEvent, useState } from 'react'
import type { HostWords } from './words.ts'

interface TitleFormProps {
  readonly session: Session
  readonly change: (change: ChangeSessionBody) => Promise<boolean>
  readonly words: HostWords
}

/** The names and the line above them, folded away until needed. */
export function TitleForm({ session, change, words }: TitleFormProps) {
  const [title, setTitle] = useState(session.title)
  const [subtitle, setSubtitle] = useState(session.subtitle)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (title.trim() !== '') void change({ title: title.trim(), subtitle: subtitle.trim() })
  }
  return (
    <details className="fold">
      <summary>{words.editTitle}</summary>
      <form onSubmit={submit}>
        <label className="labelled">
          <span>{words.titleField}</span>
          <input className="field" value={title} onChange={(event) => setTitle(event.target.value)} />
        </label>
        <label className="labelled">
          <span>{words.subtitleField}</span>
          <input className="field" value={subtitle} onChange={(event) => setSubtitle(event.target.value)} />
        </label>
        <button type="submit" className="gw-button gw-button--quiet">
          {words.save}
        </button>
      </form>
    </details>
  )
}
