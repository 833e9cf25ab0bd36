/**
 * Seeds that once failed, run first for ever. A seed means its run only as long as the draws stay the same: who changes the
 * operations finds these again by breaking what they found.
 */
export const KEPT_SEEDS: readonly number[] = [
  // [C11] a retry after the host closed the wall was refused, though the first try was in the log.
  50_143,
  // A live session's read after a gap failed, and nobody caught it: the process would have ended.
  50_016,
  // [C8] one tab, its storage full, let go of a settled entry: another tab, behind, no longer showed its own message.
  2_989,
  // [C8] one tab, its storage full, took a waiting entry out of storage: it was gone from the other tab, and for good with the page.
  927,
  // [C10] a voter that caught up after the close, or while the counts were hidden, was said to lack the voters' tallies of before.
  3_855, 1_852,
  // [VOTE-1] a page of the log ended where the counts were hidden; they were public when it was read, and a reader was said to have them too early.
  3_990,
  // [C8] a tab that had slept let go of a message that another tab had sent ten minutes before, without having read it.
  4_570,
  // [SEND-5] a page was loaded again, the date had stepped back, and what was written before the stored entries were read went before them.
  3_139, 3_211,
]
