import type { Language } from '../export/cells.ts'

/** The names of the files of a keepsake, and the text that explains them. */
export interface KeepsakeWords {
  /** In the name of the archive. */
  readonly keepsake: string
  readonly page: string
  readonly book: string
  readonly photos: string
  readonly readMe: string
  readonly explain: (facts: ExplainFacts) => readonly string[]
}

interface ExplainFacts {
  readonly title: string
  readonly page: string
  readonly book: string
  /** Why there is no book; `null`: there is one. */
  readonly missing: string | null
  readonly hasPhotos: boolean
}

export const KEEPSAKE_WORDS: Readonly<Record<Language, KeepsakeWords>> = {
  en: {
    keepsake: 'Keepsake',
    page: 'replay.html',
    book: 'book.pdf',
    photos: 'photos',
    readMe: 'read me.txt',
    explain: ({ title, page, book, missing, hasPhotos }) => [
      title,
      '',
      `${page}: the evening once more, in any browser, without internet. Unpack the archive first.`,
      ...(missing === null
        ? [`${book}: every message to read and to print, A5. On A4 paper: two pages a sheet, or as a booklet.`]
        : [`There is no ${book}: ${missing}`]),
      'xlsx, csv, json: the same messages and the results of the votes for spreadsheets and programs.',
      ...(hasPhotos ? ['photos: the pictures, which the page shows: leave the folder beside it.'] : []),
      '',
      'Only what was on the wall is in here: no message that was removed or not shown, and no private one.',
    ],
  },
  'zh-CN': {
    keepsake: '留念',
    page: '回放.html',
    book: '留言册.pdf',
    photos: '照片',
    readMe: '说明.txt',
    explain: ({ title, page, book, missing, hasPhotos }) => [
      title,
      '',
      `${page}：用任意浏览器打开，不用联网，重温整场。请先解压。`,
      ...(missing === null
        ? [`${book}：全部留言，可阅读、可打印，A5 大小；用 A4 纸可以一张打印两页，或打印成小册子。`]
        : [`没有 ${book}：${missing}`]),
      'xlsx、csv、json：同样的留言和投票结果，供表格软件和程序使用。',
      ...(hasPhotos ? ['照片：回放页面会用到，请和页面放在同一个文件夹里。'] : []),
      '',
      '这里只有上过墙的内容：已移除、没有上墙的留言和悄悄话都不在其中。',
    ],
  },
}
