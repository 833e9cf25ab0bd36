import '@guestwall/react/styles.css'
import '../shared/base.css'
import './guest.css'
import { createRoot } from 'react-dom/client'
import { GuestPage } from './guest-page.tsx'

const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<GuestPage />)
