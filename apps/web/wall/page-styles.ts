let made: { readonly from: number; readonly sheet: CSSStyleSheet } | null = null

/** The rules of the page as a sheet for a tree of its own; `null` in a browser that cannot make one. Faces are the page's anyway. */
export function pageStyles(): CSSStyleSheet | null {
  if (typeof CSSStyleSheet !== 'function' || !('replaceSync' in CSSStyleSheet.prototype)) return null
  const sheets = [...document.styleSheets]
  if (made?.from === sheets.length) return made.sheet
  const rules = sheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule) => !(rule instanceof CSSFontFaceRule))
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules.map(({ cssText }) => cssText).join('\n'))
  made = { from: sheets.length, sheet }
  return sheet
}
