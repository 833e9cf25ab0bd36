interface PrivateSwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Over the field: the message is for the hosts alone. It stays as it is until the guest changes it, so that no message becomes public by forgetting. */
export function PrivateSwitch({ label, isOn, onChange }: PrivateSwitchProps) {
  return (
    <label className={isOn ? 'private-switch private-switch--on' : 'private-switch'}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  )
}
