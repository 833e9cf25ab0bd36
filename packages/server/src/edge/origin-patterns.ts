/**
 * Checks an entry of `ALLOWED_ORIGINS`: an exact origin (`https://wall.example`), an origin on any port (`http://localhost:*`), or `*` for
 * every page. `*` is safe because credentials are in headers and frames, never in cookies.
 */
export function isOriginPattern(text: string): boolean {
  return text === '*' || isOrigin(text) || (text.endsWith(':*') && !/:\d+:\*$/.test(text) && isOrigin(text.slice(0, -':*'.length)))
}

/** Checks for `https://wall.example:8443`, as a browser writes an origin: no path, no default port. */
export function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text
}
