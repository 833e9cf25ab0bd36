import type { Layout } from '@guestwall/protocol'
import { useId } from 'react'
import type { HostWords } from './words.ts'

type ShownLayout = keyof HostWords['layouts']

const LAYOUTS: readonly ShownLayout[] = ['masonry', 'idle']

interface LayoutPickerProps {
  readonly layout: Layout
  readonly onLayout: (layout: ShownLayout) => void
  readonly words: HostWords
}

/** What the hall's screen shows. */
export function LayoutPicker({ layout, onLayout, words }: LayoutPickerProps) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend>{words.layoutField}</legend>
      <div className="choices__row">
        {LAYOUTS.map((each) => (
          <label key={each} className="choice choice--pill">
            <input type="radio" name={name} checked={layout === each} onChange={() => onLayout(each)} />
            <span className="choice__name">{words.layouts[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
