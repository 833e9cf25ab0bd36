import '../shared/fonts.css'
import '@guestwall/react/styles.css'
import '../shared/base.css'
import '../wall/wall.css'
import './host.css'
import { createRoot } from 'react-dom/client'
import { HostPage } from './host-page.tsx'

const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<HostPage />)
