import { parseCode } from '@guestwall/protocol'

/** The answer for the address of a page: a file of the web app, or a redirect to the correct address. */
export type PageAnswer = { readonly file: string } | { readonly redirect: string }

const GUEST_PAGE = '/guest/index.html'
/** The pages whose path begins with a word. */
const NAMED: readonly { readonly pattern: RegExp; readonly file: string }[] = [
  { pattern: /^\/wall(?:\/[A-Za-z0-9_-]{1,36})?$/, file: '/wall/index.html' },
  { pattern: /^\/host(?:\/[A-Za-z0-9_-]{1,36})?$/, file: '/host/index.html' },
]
/** A code in upper or lower case. The page normalises it, without another request. */
const CODE_PATH = /^\/[A-Za-z0-9]{6}$/
/** Characters that get to the end of an address when it is copied or sent as text. */
const TRAILING = /[\s/.,;:!?)\]}>"'*_，。；：！？）】》」』”’、…\u200B\uFEFF]+$/u

/**
 * Finds the page for an address that a person typed, pasted or received; `null` if there is none. `code` is the input of the form on the page
 * for unknown addresses.
 */
export function pageAt(path: string, code: string | null = null): PageAnswer | null {
  if (path === '/') {
    const found = code === null ? null : parseCode(code)
    return found === null ? { file: GUEST_PAGE } : { redirect: `/${found}` }
  }
  const page = NAMED.find(({ pattern }) => pattern.test(path))
  if (page !== undefined) return { file: page.file }
  if (CODE_PATH.test(path)) return { file: GUEST_PAGE }
  const text = decode(path)
  return text === null ? null : (nearNamed(text) ?? nearCode(text))
}

/** `/host/`, `/Wall/<id>.`: the word in any case, the id unchanged. */
function nearNamed(text: string): PageAnswer | null {
  const [, word = '', rest = ''] = /^\/+(host|wall)((?:\/[^/]*)?)$/i.exec(text.replace(TRAILING, '')) ?? []
  const redirect = `/${word.toLowerCase()}${rest}`
  return NAMED.some(({ pattern }) => pattern.test(redirect)) ? { redirect } : null
}

/** A path of one segment that contains a code: `/abc-234`, `/ABC234，快来`, `/ＡＢＣ２３４/`. */
function nearCode(text: string): PageAnswer | null {
  const folder = text.replace(/^\/+/, '').replace(TRAILING, '')
  if (folder.includes('/')) return null
  const code = parseCode(folder)
  return code === null ? null : { redirect: `/${code}` }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
