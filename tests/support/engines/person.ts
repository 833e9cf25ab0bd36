import type { Tab } from './engine.ts'

const SEEN_LIMIT_MS = 240_000
const LOOK_EVERY_MS = 50

/** Where the middle of an element is, after it was scrolled into view. `null` while there is none, or it cannot be seen. */
const FIND = `(selector, name) => {
  const nameOf = (element) =>
    (element.getAttribute('aria-label') ?? ([...(element.labels ?? [])].map((label) => label.textContent).join(' ') || element.textContent)).trim()
  const isSeen = (element) => element.getClientRects().length > 0 && !element.disabled
  const found = [...document.querySelectorAll(selector)].find((element) => isSeen(element) && nameOf(element).startsWith(name))
  if (found === undefined) return null
  found.scrollIntoView({ block: 'center' })
  const { left, top, width, height } = found.getBoundingClientRect()
  return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) }
}`

/** Acts on a page as a person does: looks for words, presses what bears a name, types. Waits until what it needs is there. */
export class Person {
  readonly #tab: Tab

  constructor(tab: Tab) {
    this.#tab = tab
  }

  /** Waits until the page shows the words. */
  async sees(words: string): Promise<void> {
    await this.#until(`the words ${words}`, `document.body.innerText.includes(${JSON.stringify(words)})`)
  }

  /** How often the words stand on the page. */
  count(words: string): Promise<number> {
    return this.#tab.evaluate(`document.body.innerText.split(${JSON.stringify(words)}).length - 1`)
  }

  /** Waits until an expression of the page is true; `what` names it where it never is. */
  async finds(what: string, expression: string): Promise<void> {
    await this.#until(what, expression)
  }

  /** Presses the button, tab or choice whose name begins so. */
  async press(name: string): Promise<void> {
    const at = await this.#find('button, a, label, [role=tab], [role=radio], [role=checkbox]', name)
    await this.#click(at)
  }

  /** Types into the field whose label begins so. */
  async fill(label: string, text: string): Promise<void> {
    await this.#click(await this.#find('input, textarea', label))
    const actions = Array.from(text).flatMap((value) => [{ type: 'keyDown', value } as const, { type: 'keyUp', value } as const])
    await this.#tab.evaluate('void document.activeElement.select()')
    await this.#tab.perform([{ type: 'key', id: 'keyboard', actions }])
  }

  reload(): Promise<void> {
    return this.#tab.reload()
  }

  async #click({ x, y }: Place): Promise<void> {
    await this.#tab.perform([
      {
        type: 'pointer',
        id: 'mouse',
        parameters: { pointerType: 'mouse' },
        actions: [
          { type: 'pointerMove', x, y, duration: 0 },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ])
  }

  #find(selector: string, name: string): Promise<Place> {
    return this.#until<Place>(`${selector} named ${name}`, `(${FIND})(${JSON.stringify(selector)}, ${JSON.stringify(name)})`)
  }

  /** The expression's value, once it is neither false nor null. */
  async #until<Value>(what: string, expression: string): Promise<Value> {
    const until = performance.now() + SEEN_LIMIT_MS
    for (;;) {
      // While the page changes there may be no document to ask.
      const value = await this.#tab.evaluate<Value | false | null>(expression).catch(() => null)
      if (value !== false && value !== null) return value
      if (performance.now() > until) {
        throw new Error(`${what}: not on the page, which says: ${await this.#tab.evaluate<string>('document.body.innerText')}`)
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
}

interface Place {
  readonly x: number
  readonly y: number
}
