/** Characters that stand upright in a vertical line. */
const UPRIGHT = /^[\p{Script=Han}\s、，。·・]+$/u
const MOST = 24

/** A line that is set vertically, in columns from the right, where its script is: 二〇二六年十一月廿二 · 杭州. Any other one is set as usual. */
export function VerticalLine({ text }: { readonly text: string }) {
  if (!UPRIGHT.test(text) || text.length > MOST) return <p className="danmaku-screen__subtitle">{text}</p>
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
