import type { Layout } from '@guestwall/protocol'
import { Choices } from './choices.tsx'
import { LAYOUTS } from './layouts.ts'
import type { HostMessages } from './messages.ts'
import type { ShownLayout } from './screens/shown-layout.ts'

interface LayoutPickerProps {
  readonly legend: string
  /** `null`: the screens show different ones. */
  readonly shown: ShownLayout | null
  readonly onLayout: (layout: Layout) => void
  readonly t: HostMessages
}

/** The choice of what the hall's screens show, all of them. */
export function LayoutPicker({ legend, shown, onLayout, t }: LayoutPickerProps) {
  return (
    <div className="layouts">
      <Choices
        legend={legend}
        choices={LAYOUTS.map((each) => [each, t.layouts[each]] as const)}
        chosen={shown?.layout ?? null}
        isPassing={shown !== null && shown.next !== null}
        onChoose={onLayout}
      />
    </div>
  )
}
