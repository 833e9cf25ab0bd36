import { renderUnicodeCompact } from 'uqr'

/** The output: a terminal or a pipe. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY'> & { hasColors?(count?: number): boolean }

/** A QR code of half blocks: black on white in the 256-colour palette, which themes do not change; without colours, light on a dark terminal. */
export function terminalQr(text: string, screen: Screen): string {
  const rows = renderUnicodeCompact(text, { border: 2 }).split('\n')
  const isColoured = screen.isTTY === true && screen.hasColors?.(256) === true
  return rows.map((row) => (isColoured ? `  \u001B[38;5;231;48;5;16m${row}\u001B[0m` : `  ${row}`)).join('\n')
}
