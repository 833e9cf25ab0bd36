import './keepsake.css'
import { createRoot } from 'react-dom/client'
import type { EveningFile } from './evening-file.ts'
import { KeepsakePage } from './keepsake-page.tsx'
import { Replay } from './replay.ts'

declare global {
  /** The replay of this page, for programs that check a keepsake. */
  var guestwallReplay: Replay | undefined
}

const root = document.getElementById('app')
const text = document.getElementById('evening')?.textContent ?? ''
// In development the page has no evening.
if (root !== null && text.startsWith('{')) {
  const evening = JSON.parse(text) as EveningFile
  const replay = new Replay(evening)
  globalThis.guestwallReplay = replay
  createRoot(root).render(<KeepsakePage evening={evening} replay={replay} />)
}
