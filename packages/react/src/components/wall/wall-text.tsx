import { wallText } from './text-fit.ts'
import { TextRunList } from './text-run-list.tsx'

/**
 * The text of a message with the places at which its lines may break: Chinese between its words, with `word-break: keep-all`. Without its `wbr` elements it breaks after
 * its punctuation alone.
 */
export function WallText({ content }: { readonly content: string }) {
  const text = wallText(content)
  return <TextRunList text={text} breaks={/\p{Script=Han}/u.test(text) ? 'words' : 'anywhere'} />
}
