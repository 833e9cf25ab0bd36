import { type ReactNode, useId } from 'react'

interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly choices: readonly (readonly [Value, string])[]
  /** One of the values, or something else while none of them is so. */
  readonly chosen: string
  readonly onChoose: (value: Value) => void
  /** Beside the pills. */
  readonly children?: ReactNode
}

/** A few words of which one is chosen: radio buttons in the shape of pills. */
export function Choices<Value extends string>({ legend, choices, chosen, onChoose, children }: ChoicesProps<Value>) {
  const name = useId()
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      <div className="choices__row">
        {choices.map(([value, label]) => (
          <label key={value} className="choice choice--pill">
            <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
            <span className="choice__name">{label}</span>
          </label>
        ))}
        {children}
      </div>
    </fieldset>
  )
}
