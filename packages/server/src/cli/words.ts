/** Control characters and those that turn the direction of writing: in a terminal they would be orders, not text. */
const ORDERS = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu

/** Text of somebody else, fit for a terminal; longer than `max` characters it is cut. */
export function plain(text: string, max = 80): string {
  const characters = Array.from(text.replaceAll(ORDERS, ' '))
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : characters.join('')
}
