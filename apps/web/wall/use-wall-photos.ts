import { PhotoReader } from '@guestwall/client/photos'
import type { WallPhotos } from '@guestwall/react'
import { useEffect, useMemo } from 'react'
import type { Language } from '../shared/catalogs.ts'
import { wallPageMessages } from './messages.ts'

/** The photos of a screen, read with its credential. */
export function useWallPhotos(token: string, language: Language): WallPhotos {
  const reader = useMemo(() => new PhotoReader({ token: () => token }), [token])
  useEffect(() => () => reader.close(), [reader])
  return useMemo(() => ({ reader, label: wallPageMessages(language).photoBy }), [reader, language])
}
