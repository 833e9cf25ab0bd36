import './wall.css'
import { createRoot } from 'react-dom/client'
import { listenForBack } from '../shared/back-closes.ts'
import { oneActAPress } from '../shared/one-act-a-press.ts'
import { loadCommonFaces } from './common-faces.ts'
import { WallPage } from './wall-page.tsx'

listenForBack()
oneActAPress()
const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<WallPage />)
loadCommonFaces()
