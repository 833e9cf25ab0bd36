/**
 * What `ALLOWED_ORIGINS` may list: an exact origin (`https://wall.example`), an origin on any port (`http://localhost:*`), or `*` for
 * every page. `*` gives nothing away that a program could not have: credentials are in headers and frames, never in cookies.
 */
export function isOriginPattern(text: string): boolean {
  return text === '*' || isOrigin(text) || (text.endsWith(':*') && !/:\d+:\*$/.test(text) && isOrigin(text.slice(0, -':*'.length)))
}

/** `https://wall.example:8443`, as a browser writes it: no path, no default port. */
export function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text
}
