import type { Language } from '../../shared/catalogs.ts'
import { screensMessages } from './messages.ts'
import { summaryOf } from './screen-view.ts'
import type { Screens } from './use-screens.ts'

/** In seconds, no better than it is. */
function tenths(ms: number): string {
  return (Math.max(1, Math.ceil(ms / 100)) / 10).toFixed(1)
}

/** How the screens are, in the strip above the console. While the server cannot be asked it is empty: older reports are not shown. */
export function ScreensHealth({ screens: { list }, language }: { readonly screens: Screens; readonly language: Language }) {
  const t = screensMessages(language).strip
  if (list === null) return null
  const { reporting, silent, behindS, deliveryMs } = summaryOf(list.screens)
  const [words, time] = t.delivery(tenths(deliveryMs ?? 0))
  return (
    <>
      <span className="console__figure">
        {t.screens} <b>{reporting}</b>
        {behindS > 0 && <em className="console__behind">{t.behind(behindS)}</em>}
        {silent > 0 && <em className="console__behind">{t.silent(silent)}</em>}
      </span>
      {deliveryMs !== null && (
        <span className="console__figure console__figure--delivery" title={t.deliveryHint}>
          {words} <b>{time}</b>
        </span>
      )}
    </>
  )
}
