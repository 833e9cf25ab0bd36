/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** Reads `#rrggbb`; `null`: it is something else, also where a newer server sends no text. */
export function colourOf(text: string): Colour | null {
  const parts = /^\s*#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\s*$/i.exec(text)
  if (parts === null) return null
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16))
  return [red, green, blue]
}

/** The relative luminance by WCAG, 0 to 1. */
export function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** The contrast of two colours by WCAG, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function linear(channel: number): number {
  const part = channel / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
