import { photoOf, PhotoReader } from '@guestwall/client/photos'
import type { WallMessage } from '@guestwall/protocol'
import { PhotoPicture, type WallPhotos } from '@guestwall/react'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'

const Reader = createContext<PhotoReader | null>(null)

/** Lets the console below show photos, with the credential of its host. */
export function PhotosOf({ token, children }: { readonly token: string; readonly children: ReactNode }) {
  const reader = useMemo(() => new PhotoReader({ token: () => token }), [token])
  useEffect(() => () => reader.close(), [reader])
  return <Reader.Provider value={reader}>{children}</Reader.Provider>
}

/** The photos of the wall as the console reads them; `undefined` outside of `PhotosOf`. */
export function useHostPhotos(label: WallPhotos['label']): WallPhotos | undefined {
  const reader = useContext(Reader)
  return useMemo(() => (reader === null ? undefined : { reader, label }), [reader, label])
}

interface MessagePhotoProps {
  readonly message: WallMessage
  /** The description of the photo, for people who do not see it. */
  readonly label: string
  readonly className?: string
}

/** The photo of a message, large enough to judge it; nothing where there is none. */
export function MessagePhoto({ message, label, className }: MessagePhotoProps) {
  const reader = useContext(Reader)
  const photo = photoOf(message)
  if (reader === null || photo === null) return null
  return <PhotoPicture reader={reader} photo={photo} label={label} {...(className === undefined ? {} : { className })} />
}
