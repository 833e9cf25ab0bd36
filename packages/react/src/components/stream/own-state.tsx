import type { ViewMessage } from '@guestwall/client'
import type { StreamItemLabels } from '../../messages/messages.ts'
import { DeliveryIcon, PlaceIcon } from '../shared/icons.tsx'
import { SendingText } from '../shared/sending-text.tsx'
import type { MessagePlace } from './message-place.ts'

/** More dashes than this would be too thin to count. */
const MOST_DASHES = 12

const PLACE_CLASS = { waiting: '', showing: ' gw-state--showing', shown: ' gw-state--seen', noScreen: '' } as const

interface OwnStateProps {
  readonly entry: ViewMessage
  /** `null`: nothing is known of it. */
  readonly place: MessagePlace | null
  readonly labels: StreamItemLabels
}

/** The state of a message of one's own. Only the place says that it is on a screen: the server's acknowledgement comes before. */
export function OwnState({ entry, place, labels }: OwnStateProps) {
  const { delivery } = entry
  if (delivery === null || delivery === 'failed') return null
  if (place !== null)
    return (
      <span className={`gw-state gw-state--shown${PLACE_CLASS[place.state]}`}>
        {place.state === 'noScreen' ? <DeliveryIcon delivery="delivered" /> : <PlaceIcon state={place.state} />}
        {place.state === 'waiting' ? labels.place.waiting(place.before) : labels.place[place.state]}
      </span>
    )
  return (
    <span className={`gw-state gw-state--${delivery}`}>
      <DeliveryIcon delivery={delivery === 'shown' ? 'delivered' : delivery} />
      {delivery === 'sending' ? (
        <SendingText entry={entry} sending={labels.delivery.sending} later={labels.later} />
      ) : (
        labels.delivery[delivery]
      )}
    </span>
  )
}

/** The way to the screen: a dash for each message before. The words beside it say the number. */
export function PlaceSteps({ before }: { readonly before: number }) {
  return (
    <div className="gw-steps" aria-hidden="true">
      <i className="gw-steps__own" />
      {Array.from({ length: Math.min(before, MOST_DASHES) }, (_, at) => (
        <i key={at} className="gw-steps__dash" />
      ))}
      <PlaceIcon state="showing" />
    </div>
  )
}
