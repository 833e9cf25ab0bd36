import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./themes.css', import.meta.url), 'utf8')

function tokensOf(theme: string): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"] {`)).split('}')[0] ?? ''
  return new Map([...block.matchAll(/--gw-([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]))
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light! + 0.05) / (dark! + 0.05)
}

describe.each(['linen', 'cinnabar', 'night', 'contrast'])('[P1] the theme %s', (theme) => {
  const tokens = tokensOf(theme)
  const colour = (name: string) => tokens.get(name) ?? expect.fail(`${theme} has no ${name}`)

  it.each(['ink', 'soft', 'gold-ink', 'ok', 'warn', 'accent-ink'])('holds 7:1 for %s on everything it stands on', (text) => {
    for (const ground of ['ground', 'ground-2', 'card', 'own']) {
      const ratio = contrast(colour(text), colour(ground))
      expect(ratio, `${text} ${colour(text)} on ${ground} ${colour(ground)}`).toBeGreaterThanOrEqual(7)
    }
  })

  it('holds 7:1 on the accent', () => {
    expect(contrast(colour('on-accent'), colour('accent-fill'))).toBeGreaterThanOrEqual(7)
  })

  it('holds 4.5:1 for a notice on its own ground, 3:1 for what has to be seen as an edge', () => {
    expect(contrast(colour('warn'), colour('warn-ground'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colour('accent-ink'), colour('warn-ground'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colour('edge'), colour('card'))).toBeGreaterThanOrEqual(3)
    expect(contrast(colour('gold'), colour('card'))).toBeGreaterThanOrEqual(3)
  })
})
