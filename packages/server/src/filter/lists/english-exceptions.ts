/** English texts that contain a word of the list by chance. */
export const ENGLISH_EXCEPTIONS = `
annals, prick of, go die hard, rapper*, rapped, rapping, rappe, rappel*, blotch*, shabb*, jibba*, tilts, tittle*, booner*, goodie*, godless, assess*, cum laude, magna cum laude, summa cum laude, cum grano salis, retardant, pussy willow*, prick your finger, great tits, blue tits, coal tits, fag end*, hooker valley, richard hooker, john lee hooker, rape oil, rape field*, rape flower*, spic and span, spic n span, click here to see the photo*, damn you look*, drop dead gorgeous, gold digger by, the idiot by, idiot proof, idiot box, you suck at
`
