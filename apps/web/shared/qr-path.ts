import { encode } from 'uqr'

export interface QrDrawing {
  /** Modules along one side, the quiet zone included. */
  readonly size: number
  /** SVG path data of the dark modules, one unit a module. */
  readonly path: string
}

/** Modules of white around the code that readers ask for are four; the white frame around it gives the fourth. */
const QUIET_MODULES = 3

/** The code as one path: rows of dark modules become bars, so that no hairlines show between them. `border`: modules of white around it. */
export function qrPath(text: string, border: number = QUIET_MODULES): QrDrawing {
  const { data, size } = encode(text, { ecc: 'M', border })
  let path = ''
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (row[x] !== true) continue
      const from = x
      while (row[x + 1] === true) x += 1
      path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`
    }
  })
  return { size, path }
}
