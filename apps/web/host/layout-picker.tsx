import type { Layout } from '@guestwall/protocol'
import { Choices } from './choices.tsx'
import type { HostWords } from './words.ts'

type ShownLayout = keyof HostWords['layouts']

const LAYOUTS: readonly ShownLayout[] = ['masonry', 'results', 'idle']

interface LayoutPickerProps {
  readonly layout: Layout
  readonly onLayout: (layout: ShownLayout) => void
  readonly words: HostWords
}

/** What the hall's screen shows. */
export function LayoutPicker({ layout, onLayout, words }: LayoutPickerProps) {
  return (
    <Choices
      legend={words.layoutField}
      choices={LAYOUTS.map((each) => [each, words.layouts[each]] as const)}
      chosen={layout}
      onChoose={onLayout}
    />
  )
}
