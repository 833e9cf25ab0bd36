import { languageOf } from '@guestwall/react'
import { Fragment } from 'react'

/** A title with its ampersand set in the accent, as on a printed invitation: 林晓 & 陈默. Its lines break on both sides of the ampersand. */
export function TitleText({ title }: { readonly title: string }) {
  const parts = title.split(/\s*[&＆]\s*/)
  return (
    <span className="title-text" lang={languageOf(title)}>
      {parts.map((part, at) => (
        // The parts have no other identity and are not reordered.
        <Fragment key={at}>
          {at > 0 && (
            <>
              {' '}
              <span className="title-text__and">&amp;</span>{' '}
            </>
          )}
          <bdi className="title-text__part">{breakable(part)}</bdi>
        </Fragment>
      ))}
    </span>
  )
}

/** A name of several parts, such as 司徒婉婷·伊丽莎白, breaks after its point. */
function breakable(name: string) {
  return (name.match(/[^·・•]*[·・•]?/g) ?? []).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
