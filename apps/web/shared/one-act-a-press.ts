/** The elements on which a press of Space or Enter acts. */
const BUTTONS = 'button, a[href], summary, select, input[type="checkbox"], input[type="radio"]'

/**
 * A key that is held down repeats, and browsers click a focused button with every repeat of Enter, and send a form. From here on one press
 * is one act, on the whole page. In a text Space and line breaks repeat as ever.
 */
export function oneActAPress(): void {
  addEventListener('keydown', (event) => event.repeat && isAct(event) && event.preventDefault(), true)
}

function isAct({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || (key !== 'Enter' && key !== ' ')) return false
  return target.matches(BUTTONS) || (key === 'Enter' && target.matches('input'))
}
