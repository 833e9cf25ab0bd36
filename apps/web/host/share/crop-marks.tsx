/** A4 and its two by four cards, in millimetres. */
const WIDTH = 210
const HEIGHT = 297
const COLUMNS = 2
const ROWS = 4
/** Half of a mark where cards meet, and the whole of one at an edge of the sheet. */
const ARM = 2
const EDGE_ARM = 4

/** Marks where the cuts cross: along the edges of the sheet and between the cards. */
export function CropMarks() {
  const marks: string[] = []
  for (let column = 0; column <= COLUMNS; column += 1) {
    for (let row = 0; row <= ROWS; row += 1) {
      const x = (WIDTH / COLUMNS) * column
      const y = (HEIGHT / ROWS) * row
      const across = column % COLUMNS === 0 ? EDGE_ARM : ARM
      const down = row % ROWS === 0 ? EDGE_ARM : ARM
      marks.push(`M${x - across} ${y}h${2 * across}M${x} ${y - down}v${2 * down}`)
    }
  }
  return (
    <svg className="paper-sheet__marks" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <path d={marks.join('')} fill="none" stroke="currentColor" strokeWidth="0.25" />
    </svg>
  )
}
