import { GuestwallProvider } from '@guestwall/react'
import { StrictMode } from 'react'
import { Wall } from './wall.jsx'

/**
 * A server component: the provider and the components below it are the client's.
 * @param {{ searchParams: Promise<{ url: string, session: string }> }} props
 */
export default async function Page({ searchParams }) {
  const { url, session } = await searchParams
  return (
    <StrictMode>
      <GuestwallProvider options={{ url, session, guestName: 'Ana' }}>
        <Wall />
      </GuestwallProvider>
    </StrictMode>
  )
}
