import { type InputHTMLAttributes, type Ref, useId } from 'react'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'aria-label' | 'aria-invalid'> {
  readonly label: string
  /** The label is for screen readers alone: what stands around the field says it to the eye. */
  readonly isLabelUnseen?: boolean
  readonly isWrong?: boolean
  /** `title`, `code`, `link`: its size and letters; a plain field without it. */
  readonly look?: 'title' | 'code' | 'link'
  readonly fieldRef?: Ref<HTMLInputElement>
}

/** One line to fill in, with its label. */
export function Field({ label, isLabelUnseen = false, isWrong = false, look, fieldRef, ...rest }: FieldProps) {
  const field = (
    <input
      {...rest}
      {...(fieldRef === undefined ? {} : { ref: fieldRef })}
      className={look === undefined ? 'field' : `field field--${look}`}
      aria-label={isLabelUnseen ? label : undefined}
      aria-invalid={isWrong}
    />
  )
  return isLabelUnseen ? (
    field
  ) : (
    <label className="labelled">
      <span>{label}</span>
      {field}
    </label>
  )
}

interface PromptProps extends Omit<FieldProps, 'aria-describedby' | 'isLabelUnseen'> {
  readonly hint?: string
  /** The sentence about a wrong input; a screen reader announces it. */
  readonly problem: string | null
}

/** One question in the middle of a page: the field, and below it a hint or the problem with the input. */
export function Prompt({ hint, problem, ...field }: PromptProps) {
  const aboutId = useId()
  return (
    <>
      <Field {...field} isLabelUnseen aria-describedby={aboutId} isWrong={problem !== null} />
      <p
        id={aboutId}
        className={problem === null && hint !== undefined ? 'entry__small' : 'problem'}
        role={hint === undefined ? 'alert' : 'status'}
      >
        {problem ?? hint}
      </p>
    </>
  )
}
