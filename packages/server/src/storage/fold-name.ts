/** A name without case and width, with single spaces: names are searched in this form on both engines. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ')
}
