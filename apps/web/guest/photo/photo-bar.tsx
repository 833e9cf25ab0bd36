import type { PhotoEntry } from '@guestwall/client/photos'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Language } from '../../shared/catalogs.ts'
import { errorSentence } from '../../shared/error-sentences.ts'
import { Button } from '../../shared/ui/button.tsx'
import type { PhotoDesk } from './photo-desk.ts'
import { photoMessages } from './photo-messages.ts'

interface PhotoBarProps {
  readonly desk: PhotoDesk
  /** The draft has words. */
  readonly hasWords: boolean
  readonly language: Language
}

/** Over the composer: the chosen photo, and those on their way, each with what it waits for. */
export function PhotoBar({ desk, hasWords, language }: PhotoBarProps) {
  const t = photoMessages(language)
  const { chosen, entries } = useSyncExternalStore(desk.subscribe, desk.getSnapshot)
  const state = (): string => {
    if (chosen === null) return ''
    if (chosen.problem !== null) return t.problems[chosen.problem]
    if (chosen.blob === null) return t.preparing
    return hasWords ? t.chosen : t.needsWords
  }
  return (
    <div className="photo-bar">
      {entries.map((entry) => (
        <EntryRow key={entry.key} entry={entry} desk={desk} language={language} />
      ))}
      {chosen !== null && (
        <div className="photo-bar__row photo-bar__row--chosen">
          {chosen.problem === null && <img className="photo-bar__picture" src={chosen.preview} alt="" />}
          <p className={`photo-bar__state${chosen.problem === null ? '' : ' photo-bar__state--problem'}`} role="status">
            {state()}
          </p>
          <Button look="text" onClick={() => desk.clear()}>
            {t.remove}
          </Button>
        </div>
      )}
    </div>
  )
}

function EntryRow({ entry, desk, language }: { entry: PhotoEntry; desk: PhotoDesk; language: Language }) {
  const t = photoMessages(language)
  const picture = useObjectUrl(entry.blob)
  const { state, refusal, progress, isUnstored, key } = entry
  // The server found no picture in the file, which no other try will change.
  const isUnreadable = refusal?.code === 'unsupported_media_type' || refusal?.code === 'photo_unreadable'
  const word = (): string => {
    if (isUnreadable) return t.problems.photo_unreadable
    if (state === 'failed') return errorSentence(language, refusal?.code ?? '')
    const step =
      state === 'uploading' ? t.uploading(Math.round(progress * 100)) : refusal === null ? t.waiting : errorSentence(language, refusal.code)
    return isUnstored ? `${step} · ${t.keepOpen}` : step
  }
  return (
    <div className="photo-bar__row">
      <img className="photo-bar__picture" src={picture} alt="" />
      <div className="photo-bar__words">
        <p className="photo-bar__text">{entry.content}</p>
        <p className={`photo-bar__state${state === 'failed' ? ' photo-bar__state--problem' : ''}`} role="status">
          {word()}
        </p>
        {state === 'uploading' && <progress className="photo-bar__progress" value={progress} max={1} aria-label={t.uploading(0)} />}
      </div>
      {state === 'failed' && !isUnreadable && (
        <Button look="text" onClick={() => desk.retry(key)}>
          {t.retry}
        </Button>
      )}
      <Button look="text" onClick={() => desk.discard(key)}>
        {state === 'failed' ? t.discard : t.cancel}
      </Button>
    </div>
  )
}

function useObjectUrl(blob: Blob): string {
  const url = useMemo(() => URL.createObjectURL(blob), [blob])
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return url
}
