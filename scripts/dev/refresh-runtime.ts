/// <reference lib="dom" />
import '@prefresh/core'
import { flush as replaceChanged } from '@prefresh/utils'

/** Runs in the pages of `npm run dev`, between the compiler's marks and Preact's fast refresh. */
interface Prefresh {
  register(type: unknown, id: string): void
  sign(type: unknown, key: string | undefined, forceReset: boolean | undefined, hooks: (() => unknown[]) | undefined, status: string): void
}
declare const self: { readonly __PREFRESH__: Prefresh; readonly location: Location }

/** The function that a module calls for each of its components. */
export function registerIn(module: string): (type: unknown, name: string) => void {
  return (type, name) => self.__PREFRESH__.register(type, `${module} ${name}`)
}

/** One for each component or hook: called with its hooks when it is defined, and with nothing when it runs. */
export function signature() {
  let savedType: unknown
  let hasCustomHooks = false
  let isCollected = false
  return (type?: unknown, key?: string, forceReset?: boolean, getCustomHooks?: () => unknown[]): unknown => {
    if (key !== undefined) {
      savedType ??= type
      hasCustomHooks = getCustomHooks !== undefined
      if (type !== undefined && type !== null) self.__PREFRESH__.sign(type, key, forceReset, getCustomHooks, 'begin')
    } else if (!isCollected && hasCustomHooks) {
      isCollected = true
      self.__PREFRESH__.sign(savedType, undefined, undefined, undefined, 'needsHooks')
    }
    return type
  }
}

/** Shows the new components in place of the old ones; where that fails the page loads anew. */
export function flush(): void {
  try {
    replaceChanged()
  } catch {
    self.location.reload()
  }
}
