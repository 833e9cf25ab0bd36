import type { MouseEvent } from 'react'
import type { LanguageChoice } from '../shared/language.ts'
import { LanguageSwitch } from '../shared/ui/language-switch.tsx'
import type { WallActions } from './use-wall-keys.ts'
import type { WallPageMessages } from './messages.ts'
import { Button } from '../shared/ui/button.tsx'

interface ToolbarProps {
  readonly actions: WallActions
  readonly hasPanel: boolean
  readonly onPanel: () => void
  readonly isCalm: boolean
  readonly choice: LanguageChoice
  readonly t: WallPageMessages
  readonly isHidden: boolean
}

/** The actions of the keys for a mouse. Visible while the mouse moves. */
export function Toolbar({ actions, hasPanel, onPanel, isCalm, choice, t, isHidden }: ToolbarProps) {
  const { keys } = t
  // A clicked button keeps the focus, and the bar stays visible while it has the focus, for keyboard users. After a click it must hide.
  const releaseAfterClick = (event: MouseEvent): void => {
    if (event.detail > 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
  return (
    // The buttons in it have their own.
    <div className={`toolbar${isHidden ? ' toolbar--hidden' : ''}`} role="toolbar" aria-label={t.toolbar} onClick={releaseAfterClick}>
      <Button look="bar" onClick={actions.qr}>
        {keys.qr} <kbd>Q</kbd>
      </Button>
      <Button look="bar" aria-pressed={hasPanel} onClick={onPanel}>
        {t.panel}
      </Button>
      <Button look="bar" aria-label={keys.smaller} onClick={actions.smaller}>
        A−
      </Button>
      <Button look="bar" aria-label={keys.larger} onClick={actions.larger}>
        A+
      </Button>
      <Button look="bar" aria-pressed={isCalm} onClick={actions.calm}>
        {keys.calm} <kbd>M</kbd>
      </Button>
      <Button look="bar" onClick={actions.fullScreen}>
        {keys.fullScreen} <kbd>F</kbd>
      </Button>
      <Button look="bar" onClick={actions.keys}>
        {keys.list} <kbd>H</kbd>
      </Button>
      <LanguageSwitch {...choice} />
    </div>
  )
}
