/** Twelve scripts, and emoji in colour with all that joins them. */
export const SCRIPTS = {
  Han: '百年好合，白頭偕老。“执子之手，与子偕老”',
  Kana: 'ご結婚おめでとうございます。スエナガクお幸せに。',
  Hangul: '결혼 축하해요! 오래오래 행복하세요',
  Latin: 'Wszystkiego najlepszego! Chúc mừng hạnh phúc — “couldn’t be happier”, 2026',
  Greek: 'Να ζήσετε ευτυχισμένοι!',
  Cyrillic: 'Совет да любовь! Щастя вам, її й ґрунт',
  Arabic: 'مبارك لكما هذا الزواج السعيد',
  Hebrew: 'מזל טוב לשניכם',
  Devanagari: 'शादी की हार्दिक शुभकामनाएँ',
  Bengali: 'নবদম্পতিকে আন্তরিক অভিনন্দন',
  Tamil: 'இனிய திருமண வாழ்த்துக்கள்',
  Thai: 'ขอแสดงความยินดีกับคุณทั้งสอง',
  Emoji: '👰🏻‍♀️ 🤵🏽‍♂️ 👨‍👩‍👧‍👦 ❤️ 🇨🇳 1️⃣ ☺️ 🎉',
}
