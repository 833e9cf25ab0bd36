/** Whether a key is free to mean an act of the page: nothing is typed or chosen with it, and no dialog lies over the page. */
export function isFreeKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false
  return !isWriting(event.target) && document.querySelector('dialog[open]') === null
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')
}
