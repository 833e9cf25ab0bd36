import { useState } from 'react'
import { recall, remember } from '../shared/storage.ts'

/** Steps of the operator's text size. Below 1 messages would be smaller than a hall can read. */
const SCALES = [1, 1.15, 1.3, 1.5, 1.75, 2] as const

export function largerText(scale: number): number {
  return SCALES.find((step) => step > scale) ?? scale
}

export function smallerText(scale: number): number {
  return [...SCALES].reverse().find((step) => step < scale) ?? scale
}

/** The text size, remembered on this machine. */
export function useTextScale(): readonly [number, (change: (scale: number) => number) => void] {
  const [scale, setScale] = useState(() => Math.max(1, Math.min(2, Number(recall('wall-text') ?? 1) || 1)))
  const change = (next: (scale: number) => number): void => {
    setScale((known) => {
      const changed = next(known)
      remember('wall-text', String(changed))
      return changed
    })
  }
  return [scale, change]
}
