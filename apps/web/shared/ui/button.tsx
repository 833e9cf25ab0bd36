import type { AnchorHTMLAttributes, ButtonHTMLAttributes, MouseEvent } from 'react'

/**
 * How a target looks. `solid`: the one thing to do next. `quiet`: what can be done beside it. `text`: a word in the accent. `soft`: a word in the
 * colour of what stands around it. `pill`: lies over a list. `bar`: one of a row.
 */
export type ButtonLook = 'solid' | 'quiet' | 'text' | 'soft' | 'pill' | 'bar'

interface Look {
  readonly look?: ButtonLook
  /** The tallest, for the one act of a page. */
  readonly isTall?: boolean
  /** For its place; not for its look. */
  readonly className?: string
}

interface ButtonProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'disabled'> {
  /** Its act is under way or cannot be done now: it keeps the focus and says so, and presses do nothing. */
  readonly isBusy?: boolean
}

/** A target to press: at least 44 px on each side, with a visible focus. */
export function Button({ look, isTall, className, type = 'button', isBusy = false, onClick, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isBusy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      className={classOf({ look, isTall, className })}
      {...(isBusy ? { 'aria-disabled': true } : {})}
      onClick={press}
    />
  )
}

interface LinkButtonProps extends Look, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'> {
  readonly href: string
}

/** A link in the look of a button. */
export function LinkButton({ look, isTall, className, children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className={`${classOf({ look, isTall, className })} gw-button--link`}>
      {children}
    </a>
  )
}

function classOf({ look = 'solid', isTall = false, className }: { [Key in keyof Look]: Look[Key] | undefined }): string {
  return ['gw-button', look === 'solid' ? '' : `gw-button--${look}`, isTall ? 'gw-button--tall' : '', className ?? '']
    .filter((name) => name !== '')
    .join(' ')
}
