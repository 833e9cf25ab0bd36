/** Blocks that neither run nor are checked, by name, and why. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  'README.md#How it works': 'a drawing',
  'README.zh-CN.md#工作原理': 'a drawing',
  'docs/ARCHITECTURE.md#One log, one reducer, three transports': 'a drawing',
  'docs/ARCHITECTURE.md#The path of one message': 'a drawing',
  'docs/ARCHITECTURE.md#The path of one ballot': 'a drawing',
  'docs/ARCHITECTURE.md#The path of a reader': 'a drawing',
  'docs/ARCHITECTURE.md#The path of a photo': 'a drawing',
  'docs/ARCHITECTURE.md#Several servers': 'a drawing',
  'docs/ARCHITECTURE.md#Several processes of one server': 'a drawing',
  'docs/ARCHITECTURE.md#The seven stations': 'lines of app.ts, shortened',
  'docs/ARCHITECTURE.md#Packages and imports': 'a drawing',
  'docs/ARCHITECTURE.md#Packages and imports (2)': 'a drawing',
  'docs/DEPLOYMENT.md#Several servers': 'a drawing',
  'packages/conformance/README.md#Example': 'what the program above prints; times differ from run to run',
  'docs/AUDIT.md#The file, exactly': 'a form with gaps; `guestwall verify` checks a real file above it',
}
