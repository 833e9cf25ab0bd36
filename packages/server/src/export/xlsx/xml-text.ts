const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const SPECIAL = /[&<>"]/g
/**
 * Characters that XML 1.0 cannot hold, and the carriage return, which every reader of XML turns into a line feed. SpreadsheetML writes them as
 * `_x000D_` (ECMA-376, ST_Xstring); a text that looks like that is escaped as well.
 */
const UNWRITABLE = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g
const NEEDS_CARE = /[&<>"\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF_]/

/** Text as it stands in the XML of a sheet, in an element or in an attribute. */
export function xmlText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  return text
    .replaceAll(UNWRITABLE, (found) => `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll(SPECIAL, (found) => ESCAPES[found] ?? found)
}
