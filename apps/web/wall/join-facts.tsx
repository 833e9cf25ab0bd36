import { Fragment } from 'react'

/** The code, letter by letter, and the short address. */
export function JoinFacts({ code, short }: { readonly code: string; readonly short: string }) {
  return (
    <div className="join-facts">
      <p className="join-facts__code">{code}</p>
      <p className="join-facts__address">
        <BreakableAddress address={short} />
      </p>
    </div>
  )
}

/** An address breaks before its dots and its port, never within a word. */
export function BreakableAddress({ address }: { readonly address: string }) {
  return address.split(/(?=[.:])/).map((part, at) => (
    // The parts have no other identity and are not reordered.
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
