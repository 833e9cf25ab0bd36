import { useEffect, useEffectEvent } from 'react'
import { BackLayers } from './back-layers.ts'

const layers = new BackLayers({ push: () => history.pushState({ layer: true }, ''), back: () => history.back() })

/** Called once, before the page has listeners: what belongs to a layer is no move of the page. */
export function listenForBack(): void {
  addEventListener(
    'popstate',
    (event) => {
      if (layers.moved()) event.stopImmediatePropagation()
    },
    true,
  )
}

/** While the component is there, Back calls `close`. */
export function useBackCloses(close: () => void): void {
  const onBack = useEffectEvent(close)
  useEffect(() => layers.open(() => onBack()), [])
}
