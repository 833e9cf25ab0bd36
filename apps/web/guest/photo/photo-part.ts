import { NotePhoto } from './note-photo.tsx'
import { PhotoBar } from './photo-bar.tsx'
import { PhotoButton } from './photo-button.tsx'
import { PhotoDesk } from './photo-desk.ts'

/** The part of a guest's page that is loaded when its session takes photos, or shows some. */
export const photoPart = { PhotoDesk, PhotoBar, PhotoButton, NotePhoto }
export type PhotoPart = typeof photoPart
