/** Mixed messages, as guests of a wedding write them. */
const TEXTS = [
  '百年好合！',
  '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。',
  'Congrats!',
  '敬你们一杯，来日方长。',
  'To many more burnt dinners and long walks.',
  '🎉🎉🎉 新婚快乐',
  '两个人吃饭，比一个人香。',
  'Couldn’t fly in, but I’m watching from Lisbon with cake.',
  '要一直幸福呀',
  '新郎的前室友作证：他真的会洗碗。',
  'May your home be loud with laughter, your kitchen warm, and your arguments short and about nothing at all.',
  '姐姐今天像公主！',
  '早生贵子',
]

/** One of them, round and round. */
export function weddingText(at: number): string {
  return TEXTS[at % TEXTS.length] as string
}
