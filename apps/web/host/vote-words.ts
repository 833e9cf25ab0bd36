import type { Results, VoteState } from '@guestwall/protocol'
import type { Dictionary } from '../shared/language.ts'
import type { VoteAction } from '../shared/vote-calls.ts'
import type { HallView } from './hall-view.ts'
import type { DraftProblem } from './vote-draft.ts'

export interface HostVoteWords {
  readonly none: string
  readonly create: string
  readonly edit: string
  readonly states: Readonly<Record<VoteState, string>>
  readonly ballots: (count: number) => string
  readonly ofOnline: (percent: number) => string
  readonly hallSees: string
  readonly hall: Readonly<Record<HallView, string>>
  readonly actions: Readonly<Record<VoteAction, string>>
  readonly done: Readonly<Record<VoteAction, string>>
  readonly undo: string
  readonly toWall: string
  readonly onWall: string
  readonly offWall: string
  readonly table: {
    readonly caption: string
    readonly option: string
    readonly count: string
    readonly percent: string
    readonly yours: string
  }
  readonly form: {
    readonly titleNew: string
    readonly titleEdit: string
    readonly question: string
    readonly questionExample: string
    readonly options: string
    readonly option: (at: number) => string
    readonly addOption: string
    readonly removeOption: (at: number) => string
    readonly choices: string
    readonly one: string
    readonly many: string
    readonly most: string
    readonly atMost: (count: number) => string
    readonly changes: string
    readonly changeable: string
    readonly final: string
    readonly results: string
    readonly resultsOf: Readonly<Record<Results, string>>
    readonly fixed: string
    readonly save: string
    readonly saveDraft: string
    readonly openNow: string
    readonly cancel: string
    readonly problems: Readonly<Record<DraftProblem, string>>
  }
  readonly voiding: {
    readonly title: string
    readonly hint: string
    readonly from: string
    readonly to: string
    readonly act: string
    readonly done: string
  }
  readonly exports: {
    readonly title: string
    readonly hint: string
    readonly what: { readonly votes: string; readonly ballots: string; readonly audit: string }
    readonly download: (what: string, format: string) => string
  }
}

export const HOST_VOTE_WORDS: Dictionary<HostVoteWords> = {
  'zh-CN': {
    none: '还没有投票。想问大家什么？',
    create: '新建投票',
    edit: '修改',
    states: { draft: '草稿', open: '进行中', closed: '已结束' },
    ballots: (count) => `${count} 票`,
    ofOnline: (percent) => `在场来宾的 ${percent}%`,
    hallSees: '现在全场看到',
    hall: {
      nothing: '还没有人看到这个投票。',
      all: '大家都看得到结果。',
      shownByHost: '你公布了结果，大家都看得到。',
      voters: '投过票的人在手机上看得到结果，大屏只有人数。',
      afterClose: '大屏只有人数，结束时自动公布结果。',
      never: '大屏只有人数，结果由你公布。',
      hiddenByHost: '你隐藏了结果，大屏只有人数。',
    },
    actions: { open: '开始投票', close: '结束投票', reveal: '公布结果', hide: '隐藏结果', reopen: '继续投票', rerun: '再投一轮' },
    done: { open: '已开始', close: '已结束', reveal: '已公布结果', hide: '已隐藏结果', reopen: '已继续', rerun: '新一轮已开始' },
    undo: '撤销',
    toWall: '在大屏显示',
    onWall: '大屏正在显示这个投票。',
    offWall: '大屏换回留言',
    table: { caption: '计票', option: '选项', count: '票数', percent: '占比', yours: '我选的' },
    form: {
      titleNew: '新建投票',
      titleEdit: '修改投票',
      question: '问题',
      questionExample: '第一支舞跳什么？',
      options: '选项（2 到 20 个）',
      option: (at) => `选项 ${at}`,
      addOption: '添加选项',
      removeOption: (at) => `删除选项 ${at}`,
      choices: '怎么选',
      one: '单选',
      many: '多选',
      most: '最多选几项',
      atMost: (count) => `最多 ${count} 项`,
      changes: '提交以后',
      changeable: '结束前可以修改',
      final: '不能修改',
      results: '来宾什么时候看到结果',
      resultsOf: { always: '实时', afterVoting: '投票后', afterClose: '结束后', never: '由我公布' },
      fixed: '已经有人投票：现在只能改错字，选项和规则都不能再变。',
      save: '保存',
      saveDraft: '存为草稿',
      openNow: '立即开始',
      cancel: '取消',
      problems: {
        noQuestion: '先写问题吧。',
        longQuestion: '问题太长了，最多 80 个字。',
        fewOptions: '至少要有两个选项。',
        longOption: '有选项太长了，最多 100 个字。',
        sameOptions: '有两个选项是一样的。',
        emptyOption: '选项不能空着。',
      },
    },
    voiding: {
      title: '作废选票',
      hint: '这段时间内加入的来宾投的票会作废，不能撤销。计票记录里看得到。',
      from: '从',
      to: '到',
      act: '作废这些选票',
      done: '已作废',
    },
    exports: {
      title: '导出投票',
      hint: '计票记录可以和来宾手里的回执对照。里面没有名字。',
      what: { votes: '投票结果', ballots: '每一张票', audit: '计票记录' },
      download: (what, format) => `下载${what}，${format} 格式`,
    },
  },
  en: {
    none: 'No votes yet. What would you like to ask?',
    create: 'New vote',
    edit: 'Edit',
    states: { draft: 'Draft', open: 'Open', closed: 'Closed' },
    ballots: (count) => (count === 1 ? '1 ballot' : `${count} ballots`),
    ofOnline: (percent) => `${percent}% of the guests here`,
    hallSees: 'Right now',
    hall: {
      nothing: 'Nobody sees this vote yet.',
      all: 'Everybody sees the results.',
      shownByHost: 'You have shown the results: everybody sees them.',
      voters: 'Guests who have voted see the results on their phones; the wall shows only how many voted.',
      afterClose: 'The wall shows only how many voted; the results come when the vote closes.',
      never: 'The wall shows only how many voted, until you reveal the results.',
      hiddenByHost: 'You have hidden the results: the wall shows only how many voted.',
    },
    actions: {
      open: 'Open the vote',
      close: 'Close the vote',
      reveal: 'Show the results',
      hide: 'Hide the results',
      reopen: 'Open again',
      rerun: 'Run again',
    },
    done: {
      open: 'Opened',
      close: 'Closed',
      reveal: 'Results shown',
      hide: 'Results hidden',
      reopen: 'Opened again',
      rerun: 'A new run is open',
    },
    undo: 'Undo',
    toWall: 'Show on screen',
    onWall: 'The screen is showing this vote.',
    offWall: 'Back to the messages',
    table: { caption: 'Count', option: 'Option', count: 'Votes', percent: 'Share', yours: 'your vote' },
    form: {
      titleNew: 'New vote',
      titleEdit: 'Edit the vote',
      question: 'Question',
      questionExample: 'What shall the first dance be?',
      options: 'Options (2 to 20)',
      option: (at) => `Option ${at}`,
      addOption: 'Add an option',
      removeOption: (at) => `Remove option ${at}`,
      choices: 'Choices',
      one: 'One',
      many: 'Several',
      most: 'How many at most',
      atMost: (count) => `Up to ${count}`,
      changes: 'Once submitted',
      changeable: 'Can be changed',
      final: 'Can’t be changed',
      results: 'Guests see the results',
      resultsOf: { always: 'Live', afterVoting: 'After voting', afterClose: 'When it closes', never: 'When I reveal them' },
      fixed: 'Somebody has voted: only the words can be corrected now, not the options or the rules.',
      save: 'Save',
      saveDraft: 'Save draft',
      openNow: 'Open it now',
      cancel: 'Cancel',
      problems: {
        noQuestion: 'Write a question first.',
        longQuestion: 'The question is too long: 80 characters at most.',
        fewOptions: 'There must be at least two options.',
        longOption: 'An option is too long: 100 characters at most.',
        sameOptions: 'Two options are the same.',
        emptyOption: 'An option may not be empty.',
      },
    },
    voiding: {
      title: 'Void ballots',
      hint: 'Ballots of guests who joined in this time no longer count. This cannot be undone; the audit file shows it.',
      from: 'From',
      to: 'To',
      act: 'Void these ballots',
      done: 'Voided',
    },
    exports: {
      title: 'Export votes',
      hint: 'The record of the count can be compared with the receipts that guests have. It holds no names.',
      what: { votes: 'Results', ballots: 'Every ballot', audit: 'Record of the count' },
      download: (what, format) => `Download: ${what}, as ${format}`,
    },
  },
}
