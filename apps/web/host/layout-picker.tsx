import { BUILT_LAYOUTS, type BuiltLayout, type Layout } from '@guestwall/protocol'
import { Choices } from './choices.tsx'
import type { HostWords } from './words.ts'

interface LayoutPickerProps {
  readonly layout: Layout
  readonly onLayout: (layout: BuiltLayout) => void
  readonly words: HostWords
}

/** What the hall's screen shows. */
export function LayoutPicker({ layout, onLayout, words }: LayoutPickerProps) {
  return (
    <Choices
      legend={words.layoutField}
      choices={BUILT_LAYOUTS.map((each) => [each, words.layouts[each]] as const)}
      chosen={layout}
      onChoose={onLayout}
    />
  )
}
