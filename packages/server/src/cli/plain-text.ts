/** Control characters and those that change the direction of text: a terminal would obey them. */
const CONTROLS = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu

/** Text from outside that is safe to print in a terminal, cut after `max` characters. */
export function plain(text: string, max = 80): string {
  const characters = Array.from(text.replaceAll(CONTROLS, ' '))
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : characters.join('')
}
