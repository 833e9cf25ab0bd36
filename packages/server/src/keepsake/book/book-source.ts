/**
 * The book in Typst. It reads `book.json`, and texts of guests stand only in there: they are never source. Sizes are those of the sketch, of which 20
 * pixels are 11.5 points.
 */
export const BOOK_SOURCE = String.raw`
#let d = json("book.json")

#let palette(accent, gold: "#a9803f", gold-ink: "#5f4715") = (
  ink: rgb("#2a211c"), soft: rgb("#51473e"), line: rgb("#d9c7ac"), bar: rgb("#c3a97e"),
  accent: rgb(accent), gold: rgb(gold), gold-ink: rgb(gold-ink),
)
#let c = (
  linen: palette("#96281f"), cinnabar: palette("#96281f"), garden: palette("#265237"), paper: palette("#1d3f86"),
  night: palette("#1d3f86"), contrast: palette("#000000", gold: "#000000", gold-ink: "#000000"),
).at(d.theme, default: palette("#96281f"))

// Faces by script. In Chinese, letters come from the Latin face, and the marks that both scripts have from the Chinese one.
#let scripts = (
  "Amiri", "Noto Serif Hebrew", "Noto Serif Devanagari", "Noto Serif Bengali", "Noto Serif Tamil", "Noto Serif Thai",
)
#let emoji-face = "Twemoji Mozilla"
#let latin = ("Fraunces", "Noto Serif", "Noto Serif SC", "NanumMyeongjo") + scripts
#let cjk = ((name: "Fraunces", covers: "latin-in-cjk"), "Noto Serif SC", "NanumMyeongjo", "Noto Serif") + scripts
#let hangul = ((name: "Fraunces", covers: "latin-in-cjk"), "NanumMyeongjo", "Noto Serif SC", "Noto Serif") + scripts
#let faces = (zh: cjk, ja: cjk, ko: hangul, ar: ("Amiri",) + latin, he: ("Noto Serif Hebrew",) + latin, en: latin)
#let is-rtl(lang) = lang == "ar" or lang == "he"

#let run(r) = if type(r) == str { text(r) } else { text(font: emoji-face, size: 0.92em, r.emoji) }
// A text with its faces and its direction, as a part of a line.
#let put-in-line(t) = {
  set text(
    font: faces.at(t.lang), lang: t.lang, region: if t.lang == "zh" { "cn" } else { none },
    dir: if is-rtl(t.lang) { rtl } else { ltr },
  )
  t.lines.map(runs => runs.map(run).join()).join(linebreak())
}
// A text as a paragraph. A setting of paragraphs ends the line before it.
#let put(t) = {
  set par(justify: t.lang == "zh" or t.lang == "ja")
  put-in-line(t)
}

// The ampersand of a couple in the accent.
#let put-title(t) = {
  show regex("\s*[&＆]\s*"): it => { h(0.28em, weak: true); text(font: "Fraunces", fill: c.accent, "&"); h(0.28em, weak: true) }
  put-in-line(t)
}

#set document(title: d.plainTitle, date: none)
#set text(font: if d.lang == "zh" { cjk } else { latin }, lang: d.lang, size: 11.5pt, fill: c.ink, hyphenate: false, top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: 0.7em, spacing: 0.7em)
#set page(
  width: 148mm, height: 210mm,
  margin: (top: 25mm, bottom: 24mm, inside: 18.6mm, outside: 17mm),
  header-ascent: 9mm, footer-descent: 9mm,
  header: context {
    let page = counter(page).get().first()
    if page > 1 {
      set text(size: 7.5pt, fill: c.gold-ink, tracking: 0.04em)
      if calc.even(page) { align(left, put-in-line(d.title)) } else { align(right, if d.subtitle != none { put-in-line(d.subtitle) } else { d.date }) }
    }
  },
  footer: context {
    let page = counter(page).get().first()
    if page > 1 { align(if calc.even(page) { left } else { right }, text(size: 8.5pt, fill: c.soft, str(page))) }
  },
)

#let time-column = 12.6mm
#let time-of(t) = text(font: latin, size: 8.6pt, fill: c.gold-ink, t)
#let author(t) = {
  set text(size: 8.2pt, fill: c.soft)
  let dash = box(width: 3.4mm, baseline: -0.3em, line(length: 100%, stroke: 0.5pt + c.gold))
  dash
  h(1.6mm)
  box(put-in-line(t))
}

// No page ends after a heading.
#show heading.where(level: 1): it => block(sticky: true, above: 10mm, below: 6mm, inset: (left: time-column), {
  set text(size: 9.8pt, weight: "regular", fill: c.accent)
  grid(columns: (auto, 1fr), column-gutter: 2.4mm, align: horizon, it.body, line(length: 100%, stroke: 0.5pt + c.line))
})

#let photo-of(p, width, height) = block(stroke: 0.5pt + c.line, fill: white, inset: 1.8mm, {
  let scale = calc.min(width / p.width, height / p.height)
  image(p.path, width: p.width * scale, height: p.height * scale)
})

#let entry(w) = if w.photo != none {
  block(breakable: false, above: 9mm, below: 9mm, width: 100%, {
    align(center, photo-of(w.photo, 84mm, 84mm))
    v(3.2mm, weak: true)
    grid(columns: (1fr, auto), column-gutter: 4mm, if w.text != none { put(w.text) }, time-of(w.time))
    v(1.6mm, weak: true)
    author(w.name)
  })
} else {
  block(breakable: w.isLong, above: 7.8mm, below: 7.8mm, width: 100%, grid(
    columns: (time-column, 1fr),
    { v(if w.isLarge { 3.1mm } else { 0.72mm }); time-of(w.time) },
    {
      block(sticky: true, width: 100%, below: 2.7mm, { set text(size: if w.isLarge { 23pt } else { 11.5pt }); if w.isLarge { set par(leading: 0.35em); put(w.text) } else { put(w.text) } })
      author(w.name)
    },
  ))
}

#let option(o) = block(breakable: false, above: 3mm, below: 0mm, width: 100%, {
  let colour = if o.isFirst { c.accent } else { c.ink }
  grid(
    columns: (1fr, auto, 14mm), column-gutter: 2mm, align: (left + bottom, right + bottom, right + bottom),
    { set text(size: 10pt, fill: colour); put-in-line(o.label) },
    if o.share != none { text(font: latin, size: 10pt, fill: colour, o.percent) },
    if o.share != none { text(size: 7.5pt, fill: c.soft, o.votes) },
  )
  if o.share != none {
    v(1.5mm, weak: true)
    // Three pixels: the whole line is all voters.
    box(width: 100%, height: 1.7pt, {
      place(rect(width: 100%, height: 1.7pt, fill: c.line.lighten(35%)))
      place(rect(width: 100% * o.share, height: 1.7pt, fill: if o.isFirst { c.accent } else { c.bar }))
    })
  }
})
#let vote(q) = block(breakable: q.options.len() > 10, above: 11mm, below: 11mm, width: 100%, {
  block(sticky: true, width: 100%, below: 1mm, {
    line(length: 100%, stroke: 0.7pt + c.ink)
    v(3.4mm, weak: true)
    set text(size: 13pt)
    set par(leading: 0.45em)
    put(q.question)
  })
  block(sticky: true, below: 4.4mm, text(size: 7.5pt, fill: c.soft, q.facts))
  q.options.map(option).join()
})

// The cover.
#page(margin: 10mm, header: none, footer: none, {
  place(rect(width: 100%, height: 100%, stroke: 0.7pt + c.gold))
  place(dx: 1.6mm, dy: 1.6mm, rect(width: 100% - 3.2mm, height: 100% - 3.2mm, stroke: 0.4pt + c.line))
  if d.occasion == "wedding" {
    place(top + center, dy: 24mm, rotate(-4deg, box(width: 15mm, height: 15mm, fill: c.accent, inset: 0.8mm, box(
      width: 100%, height: 100%, stroke: 0.5pt + white, align(center + horizon, text(font: "Noto Serif SC", size: 24pt, fill: white, "囍")),
    ))))
  }
  place(center + horizon, block(width: 104mm, {
    set align(center)
    if d.subtitle != none { set text(size: 9.5pt, fill: c.gold-ink, tracking: 0.1em); put-in-line(d.subtitle); v(6mm, weak: true) }
    {
      set text(size: if d.titleWidth <= 18 { 32pt } else if d.titleWidth <= 36 { 25pt } else { 18pt })
      set par(leading: 0.4em, justify: false)
      put-title(d.title)
    }
    v(7mm, weak: true)
    line(length: 18mm, stroke: 0.7pt + c.gold)
    v(7mm, weak: true)
    text(size: 12pt, fill: c.soft, tracking: 0.06em, d.cover)
  }))
  place(bottom + center, dy: -12mm, { set text(size: 8.5pt, fill: c.gold-ink, tracking: 0.05em); if d.subtitle == none { d.date } else { d.counted } })
})

#for hour in d.hours {
  heading(level: 1, hour.heading)
  for one in hour.entries { if one.kind == "wish" { entry(one) } else { vote(one) } }
}

// The page of thanks.
#pagebreak(weak: true)
#v(1fr)
#align(center, {
  text(size: 19pt, d.thanks)
  v(5mm, weak: true)
  line(length: 18mm, stroke: 0.7pt + c.gold)
  v(5mm, weak: true)
  text(size: 8.5pt, fill: c.gold-ink, d.counted)
})
#v(9mm, weak: true)
#align(center, block(width: 100%, {
  set text(size: 9.5pt, fill: c.soft)
  set par(leading: 0.75em, justify: false)
  d.names.map(name => box(put-in-line(name))).join({ h(1.8mm); box(baseline: -0.26em, circle(radius: 0.7pt, fill: c.gold)); h(1.8mm) })
}))
#v(2fr)
`
