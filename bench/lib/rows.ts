/** The rows of `npm run bench` without a name, in their order, with the options of their short form. */
export const ROWS: readonly { readonly name: string; readonly options: readonly string[] }[] = [
  { name: 'fanout', options: ['--seconds', '4', '--warmup', '2'] },
  { name: 'append', options: ['--seconds', '2', '--rounds', '0'] },
  { name: 'votes', options: [] },
  { name: 'join', options: ['--guests', '2500', '--seconds', '5'] },
  { name: 'herd', options: [] },
  { name: 'memory', options: ['--part', 'idle'] },
  { name: 'poll', options: ['--seconds', '4'] },
  { name: 'history', options: ['--messages', '20000', '--seconds', '3'] },
  { name: 'cluster', options: ['--seconds', '5', '--warmup', '2'] },
  { name: 'web', options: ['--part', 'load'] },
  { name: 'peers', options: ['--rates', '200', '--seconds', '3', '--warmup', '1'] },
  { name: 'seed', options: ['--seconds', '10'] },
]
