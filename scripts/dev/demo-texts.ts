/** The messages of the guests of the demo session, in the order in which they arrive. */
export const WISHES: readonly { readonly guest: string; readonly text: string }[] = [
  { guest: '舅舅 老周', text: '百年好合！' },
  { guest: 'Ana', text: 'Couldn’t fly in, but I’m watching from Lisbon with cake. Love you both.' },
  { guest: '小林', text: '祝你们幸福' },
  { guest: 'Uncle Bob', text: 'To many more burnt dinners and long walks.' },
  { guest: '阿May', text: '从大学社团的第一次排练，到今天的红毯，一路看着你们走来。要一直这么好好笑下去呀。' },
  { guest: 'Priya', text: 'Best speech of the year, and I have heard forty of them 🎉' },
  { guest: '大刘', text: '新郎的前室友前来作证：他真的会洗碗。' },
  { guest: 'Tom & Inés', text: 'Save us a dance!' },
  { guest: '表妹 可可', text: '奶奶说：两个人吃饭，比一个人香。新婚快乐，早日常回家看看！' },
]

export const QUESTION = {
  question: '今晚第一支舞 · First dance tonight?',
  options: ['华尔兹 · Waltz', '探戈 · Tango', '迪斯科 · Disco'],
} as const
