import '../shared/fonts.css'
import '@guestwall/react/styles.css'
import '../shared/base.css'
import './wall.css'
import './wall-page.css'
import { createRoot } from 'react-dom/client'
import { WallPage } from './wall-page.tsx'

const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<WallPage />)
