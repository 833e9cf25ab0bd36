import type { PrivateWords } from './private-messages.ts'

interface PrivateSwitchProps {
  readonly words: PrivateWords
  /** Beside the ready wishes it has room for one word. */
  readonly isShort: boolean
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Over the field: the message is for the hosts alone. It stays as it is until the guest changes it, so that no message becomes public by forgetting. */
export function PrivateSwitch({ words, isShort, isOn, onChange }: PrivateSwitchProps) {
  return (
    <label className={isOn ? 'private-switch private-switch--on' : 'private-switch'}>
      <input type="checkbox" aria-label={words.ask} checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>{isShort ? words.short : words.ask}</span>
    </label>
  )
}
