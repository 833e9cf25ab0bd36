import { type Theme, ThemeSchema } from '@guestwall/protocol'
import { useId } from 'react'
import type { HostMessages } from './messages.ts'

interface ThemePickerProps {
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
  readonly t: HostMessages
}

/** The themes, each shown as a small card of itself. */
export function ThemePicker({ theme, onTheme, t }: ThemePickerProps) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend>{t.themeField}</legend>
      <div className="choices__row choices__row--themes">
        {ThemeSchema.options.map((each) => (
          <label key={each} className="choice">
            <input type="radio" name={name} checked={theme === each} onChange={() => onTheme(each)} />
            <span className="swatch" data-theme={each} aria-hidden="true">
              <span className="swatch__card">
                <span className="swatch__line" />
                <span className="swatch__rule" />
              </span>
            </span>
            <span className="choice__name">{t.themes[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
