import type { Delivery } from '@guestwall/client'
import type { ReactNode } from 'react'
import { type ConnectionNotice, isPassing } from '../connection/connection-notice.ts'

/** A small icon in the colour of the text beside it. That text has the same meaning, so the icon is hidden from screen readers. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="gw-mark" viewBox="0 0 20 20" width="1em" height="1em" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
        {children}
      </g>
    </svg>
  )
}

/** The icon for the delivery state of a message. */
export function DeliveryIcon({ delivery }: { readonly delivery: Delivery }) {
  return <Icon>{deliveryPath(delivery)}</Icon>
}

function deliveryPath(delivery: Delivery): ReactNode {
  switch (delivery) {
    case 'sending':
      return <circle cx="10" cy="10" r="7" strokeDasharray="2.6 2.9" />
    case 'delivered':
      return <path d="M4 10.6 8.2 15 16 5.6" />
    case 'pending':
      return <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6.2V10l2.6 1.8" />
    case 'private':
      return <path d="M3 5h14v10.5H3zM3.4 5.6 10 11l6.6-5.4" />
    case 'shown':
      return <path d="M2.5 10.8 6 14.6 12.6 6.4M9.6 13.4l1.2 1.2L17.6 6.4" />
    case 'failed':
      return <path d="M16 10a6 6 0 1 1-1.9-4.4M16.4 2.8v3.6h-3.6" />
    default:
      return delivery satisfies never
  }
}

/** The icon for the place of a message: a queue, a screen, both ticks. */
export function PlaceIcon({ state }: { readonly state: 'waiting' | 'showing' | 'shown' }) {
  return <Icon>{state === 'waiting' ? <path d="M2.5 5h15M2.5 10h10M2.5 15h6" /> : placePath(state)}</Icon>
}

function placePath(state: 'showing' | 'shown'): ReactNode {
  return state === 'shown' ? deliveryPath('shown') : <path d="M2.5 3.5h15v10.5h-15zM10 14v3M6.5 17h7" />
}

/** The icon for a connection notice. */
export function ConnectionIcon({ notice }: { readonly notice: ConnectionNotice }) {
  return <Icon>{connectionPath(notice)}</Icon>
}

function connectionPath(notice: ConnectionNotice): ReactNode {
  if (notice === 'network' || notice === 'offline') {
    return <path d="M2.6 7.4a11 11 0 0 1 14.8 0M5.4 10.6a7 7 0 0 1 9.2 0M10 15.2h.01M3.4 16.8 16.6 3.2" />
  }
  if (notice === 'server') return <path d="M3.5 4h13v4.6h-13zM3.5 11.4h13V16h-13zM6.4 6.3h.01M6.4 13.7h.01" />
  if (isPassing(notice)) return <path d="M2.6 7.4a11 11 0 0 1 14.8 0M5.4 10.6a7 7 0 0 1 9.2 0M10 15.2h.01" />
  return <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6.4v4.2M10 13.6h.01" />
}

/** An arrow down, for the button that scrolls to the newest message. */
export function DownIcon() {
  return (
    <Icon>
      <path d="M10 4v11.4M5.4 11 10 15.6 14.6 11" />
    </Icon>
  )
}

/** A star, for the option with the most votes. */
export function LeadingIcon() {
  return (
    <Icon>
      <path d="M10 3.2 12 8l5.2.4-4 3.4 1.3 5L10 14l-4.5 2.8 1.3-5-4-3.4L8 8Z" />
    </Icon>
  )
}
