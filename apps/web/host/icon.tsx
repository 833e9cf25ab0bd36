/** The drawings of the console's icons, in a box of 20 by 20. */
const PATHS = {
  check: 'M4 10.6 8.2 15 16 5.6',
  blank: 'M3 4.6h14v10.8H3ZM3 8.2h14M3 11.8h14',
  calm: 'M3 10h14M3 5.6h14M3 14.4h14',
  cross: 'M5 5l10 10M15 5 5 15',
  enlarge: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7.4 10h5.2',
  freeze: 'M10 2.6v14.8M3.6 6.3l12.8 7.4M16.4 6.3 3.6 13.7',
  guests:
    'M7.5 9.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8ZM2.2 16.6c0-3 2.2-4.9 5.3-4.9s5.3 1.9 5.3 4.9M12.8 3.7a2.8 2.8 0 0 1 0 5.2M14.6 12c2 .6 3.2 2.3 3.2 4.6',
  messages: 'M3 4h14v10h-7l-4 3.4V14H3ZM6 7.4h8M6 10.6h5',
  motion: 'M2.6 6.4c2.4-2.6 5-2.6 7.4 0s5 2.6 7.4 0M2.6 13.6c2.4-2.6 5-2.6 7.4 0s5 2.6 7.4 0',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  pause: 'M7 4v12M13 4v12',
  photo: 'M3 4h14v12H3ZM3 13.2l4-3.8 3 2.6 2.6-2.2 4.4 4M7.2 7.6h.01',
  pin: 'M7 3h6v6l2.4 3H4.6L7 9ZM10 12v5.4',
  play: 'M6.4 4v12L16 10Z',
  screens: 'M2.6 4h14.8v9.6H2.6ZM7 17h6M10 13.6V17',
  share: 'M3 3h5.4v5.4H3ZM11.6 3H17v5.4h-5.4ZM3 11.6h5.4V17H3ZM11.6 11.6h2M17 11.6v2M11.6 17h2M17 15.6V17',
  shrink: 'M7 3v4H3M17 7h-4V3M13 17v-4h4M3 13h4v4M8 10h4',
  slow: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6v4l2.6 1.8',
  start: 'M3 5.2 4.4 6.6 7 3.8M3 13 4.4 14.4 7 11.6M10 5.4h7M10 13.2h7',
  step: 'M5.4 4v12L13 10ZM15.4 4v12',
  takeHome: 'M10 3v9.4M6 8.8l4 4 4-4M3.4 13.4V17h13.2v-3.6',
  undo: 'M7.4 5 3.6 8.6l3.8 3.6M4 8.6h8.2a4 4 0 0 1 0 8H9',
  up: 'M10 16V4.4M5.2 9 10 4.2 14.8 9',
  wifi: 'M2.4 8.2a11 11 0 0 1 15.2 0M5 11a7.2 7.2 0 0 1 10 0M7.6 13.8a3.4 3.4 0 0 1 4.8 0M10 16.4h.01',
  votes: 'M3.4 3v14M3.4 5.4H12M3.4 10h13M3.4 14.6h6',
} as const
export type IconName = keyof typeof PATHS

/** An icon in the colour of the text beside it, which has the same meaning. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2.4 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
