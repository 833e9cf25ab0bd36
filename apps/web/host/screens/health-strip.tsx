import type { Language } from '../../shared/catalogs.ts'
import { screensMessages } from './messages.ts'
import { summaryOf } from './screen-view.ts'
import type { Screens } from './use-screens.ts'

/** How the screens are, in the strip above the console. While the server cannot be asked it is empty: older reports are not shown. */
export function ScreensHealth({ screens: { list }, language }: { readonly screens: Screens; readonly language: Language }) {
  const t = screensMessages(language).strip
  if (list === null) return null
  const { reporting, silent, behindS, deliveryMs } = summaryOf(list.screens)
  return (
    <>
      <span className="console__figure">
        {t.screens} <b>{reporting}</b>
        {behindS > 0 && <em className="console__behind">{t.behind(behindS)}</em>}
        {silent > 0 && <em className="console__behind">{t.silent(silent)}</em>}
      </span>
      {deliveryMs !== null && (
        <span className="console__figure console__figure--delivery">
          {t.delivery} <b>{`${deliveryMs} ms`}</b>
        </span>
      )}
    </>
  )
}
