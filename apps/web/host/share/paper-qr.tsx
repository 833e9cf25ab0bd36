import { useMemo } from 'react'
import { qrPath } from '../../shared/qr-path.ts'

/** A QR code in pure black that fills its box to the edge: the paper around it is its white. */
export function PaperQr({ text, label, className }: { readonly text: string; readonly label: string; readonly className: string }) {
  const { size, path } = useMemo(() => qrPath(text, 0), [text])
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  )
}
