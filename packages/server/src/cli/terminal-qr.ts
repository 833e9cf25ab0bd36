import { renderUnicodeCompact } from 'uqr'

/** Where it is written: a terminal or a pipe. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY'> & { hasColors?(count?: number): boolean }

/** A QR code of half blocks: black on white by the numbers of the 256 colours, which no theme changes; without colours light on a dark terminal. */
export function terminalQr(text: string, screen: Screen): string {
  const rows = renderUnicodeCompact(text, { border: 2 }).split('\n')
  const isColoured = screen.isTTY === true && screen.hasColors?.(256) === true
  return rows.map((row) => (isColoured ? `  \u001B[38;5;231;48;5;16m${row}\u001B[0m` : `  ${row}`)).join('\n')
}
