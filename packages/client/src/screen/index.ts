export { readScreenControl } from './read-control.ts'
export { type ReportAnswer, ReportSocket } from './report-socket.ts'
export { ServerTime } from './server-time.ts'
