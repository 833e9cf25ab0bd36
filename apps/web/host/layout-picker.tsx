import type { Layout } from '@guestwall/protocol'
import { Choices } from './choices.tsx'
import { LAYOUTS } from './layouts.ts'
import type { HostMessages } from './messages.ts'

interface LayoutPickerProps {
  readonly layout: Layout
  readonly onLayout: (layout: Layout) => void
  readonly t: HostMessages
}

/** The choice of what the hall's screen shows. */
export function LayoutPicker({ layout, onLayout, t }: LayoutPickerProps) {
  return (
    <Choices legend={t.layoutField} choices={LAYOUTS.map((each) => [each, t.layouts[each]] as const)} chosen={layout} onChoose={onLayout} />
  )
}
