import { Sheet } from '../shared/sheet.tsx'
import type { WallWords } from './words.ts'

/** The list of keys. */
export function KeyList({ words, onClose }: { readonly words: WallWords; readonly onClose: () => void }) {
  const { keys } = words
  const rows: readonly (readonly [string, string])[] = [
    ['F', keys.fullScreen],
    ['Q', keys.qr],
    ['+', keys.larger],
    ['−', keys.smaller],
    ['H ?', keys.list],
    ['Esc', keys.back],
  ]
  return (
    <Sheet title={words.keysTitle} closeLabel={keys.back} onClose={onClose}>
      <dl className="key-list">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
