import { type ReactNode, useId } from 'react'

interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly choices: readonly (readonly [Value, string])[]
  /** `null`, or something else than the values: none of them is so. */
  readonly chosen: string | null
  /** The chosen one is so for a moment only: a press on it chooses it. */
  readonly isPassing?: boolean
  readonly onChoose: (value: Value) => void
  /** Beside the pills. */
  readonly children?: ReactNode
}

/** A few words of which one is chosen: radio buttons in the shape of pills. */
export function Choices<Value extends string>({ legend, choices, chosen, isPassing = false, onChoose, children }: ChoicesProps<Value>) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      <div className="choices__row">
        {choices.map(([value, label]) => (
          <label key={value} className="choice choice--pill">
            <input
              type="radio"
              name={name}
              checked={chosen === value}
              onChange={() => onChoose(value)}
              onClick={() => {
                // A radio button that is checked already changes nothing.
                if (isPassing && chosen === value) onChoose(value)
              }}
            />
            <span className="choice__name">{label}</span>
          </label>
        ))}
        {children}
      </div>
    </fieldset>
  )
}
