export { Filter, type Verdict, verdictOf } from './filter.ts'
export { FILTER_RULES, type FilterRule, type Finding } from './finding.ts'
export { type Posted, RepeatWindow } from './repeat-window.ts'
