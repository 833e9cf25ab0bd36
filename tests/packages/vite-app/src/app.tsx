import { GuestwallProvider } from '@guestwall/react'
import '@guestwall/react/styles.css'
import { Wall } from './wall.tsx'

const asked = new URLSearchParams(location.search)
const options = { url: asked.get('url') ?? '', session: asked.get('session') ?? '', guestName: 'Ana' }

export function App() {
  return (
    <GuestwallProvider options={options}>
      <h1>First version of the provider's file</h1>
      <Wall />
    </GuestwallProvider>
  )
}
