import type { Occasion } from '@guestwall/protocol'
import type { GuestMessages } from './messages.ts'

interface ReadyWishesProps {
  readonly occasion: Occasion | undefined
  readonly t: GuestMessages
  /** Fills the field. Nothing is sent: the guest reads it and presses the button. */
  readonly onPick: (wish: string) => void
}

/** Three texts over the empty field. */
export function ReadyWishes({ occasion = 'wedding', t, onPick }: ReadyWishesProps) {
  return (
    <div className="ready-wishes">
      {t.readyWishes[occasion].map((wish) => (
        <button key={wish} type="button" className="ready-wishes__wish" onClick={() => onPick(wish)}>
          {wish}
        </button>
      ))}
    </div>
  )
}
