/** Characters that stand upright in a vertical line. */
const UPRIGHT = /^[\p{Script=Han}\s、，。·・]+$/u
const MOST = 24

/** A line in a script that is set vertically, and short enough for it. */
export function isVertical(text: string): boolean {
  return UPRIGHT.test(text) && text.length <= MOST
}

/** A line that is set vertically, in columns from the right, where its script is: 二〇二六年十一月廿二 · 杭州. Any other one is set as usual. */
export function VerticalLine({ text }: { readonly text: string }) {
  if (!isVertical(text)) return <p className="danmaku-screen__subtitle">{text}</p>
  return (
    <p className="danmaku-screen__subtitle danmaku-screen__subtitle--vertical" lang="zh-CN">
      {text
        .split(/\s*[·・\s]\s*/)
        .filter((part) => part !== '')
        .map((part, at) => (
          // The parts have no other identity and are not reordered.
          <span key={at}>{part}</span>
        ))}
    </p>
  )
}
