'use client'

// Bundlers with server components need the directive in the entry, and named exports behind it.
export { GuestwallProvider, type GuestwallProviderProps } from './provider.tsx'
export type { GuestwallClient } from './context.ts'

export { type GuestwallActions, useActions } from './hooks/use-actions.ts'
export { type Box, useBox } from './hooks/use-box.ts'
export { useCatalog } from './hooks/use-catalog.ts'
export { type Composer, useComposer } from './hooks/use-composer.ts'
export { type Connection, useConnection } from './hooks/use-connection.ts'
export { useGuestwall, useGuestwallClient } from './hooks/use-guestwall.ts'
export { type History, useHistory, withOlder } from './hooks/use-history.ts'
export { type OlderMessagesView, useMessageHistory } from './hooks/use-message-history.ts'
export { useMessages } from './hooks/use-messages.ts'
export { type OnlineGuests, useOnline, useOnlineGuests } from './hooks/use-online.ts'
export { useRealtimeClient } from './hooks/use-realtime-client.ts'
export { useGuest, useSession } from './hooks/use-session.ts'
export { type SnapshotSelector, type SnapshotSource, useSnapshot } from './hooks/use-snapshot.ts'
export { useBallots, useVote, useVotes, type VoteWithBallot } from './hooks/use-votes.ts'
export type { ReadHistoryPage } from './history/message-history.ts'
export type { HistoryPage } from './history/older-messages.ts'
export { shallowEqual } from './hooks/shallow-equal.ts'

export { messagesEn } from './messages/en.ts'
export { messagesZhCN } from './messages/zh-CN.ts'
export type {
  ComposerLabels,
  ConnectionLabels,
  FoldLabels,
  GuestwallMessages,
  MessageStreamLabels,
  OnlineListLabels,
  ResultsWallLabels,
  StreamItemLabels,
} from './messages/messages.ts'
export type { VoteLabels } from './messages/vote-labels.ts'
export { type Plural, type PluralForms, pluralOf } from './messages/plural.ts'

export { ConnectionBadge, type ConnectionBadgeProps } from './components/connection/connection-badge.tsx'
export {
  type ClosedNotice,
  closedNotice,
  type ConnectionFacts,
  type ConnectionNotice,
  connectionNotice,
  isPassing,
  type NoticeContext,
} from './components/connection/connection-notice.ts'
export { useConnectionNotice } from './components/connection/use-connection-notice.ts'

export { MessageStream, type MessageStreamProps } from './components/stream/message-stream.tsx'
export type { MessagePlace } from './components/stream/message-place.ts'
export { StreamItem, type StreamItemProps } from './components/stream/stream-item.tsx'

export { ReactionCounts, type ReactionCountsProps } from './components/reactions/reaction-counts.tsx'
export { REACTION_SEALS } from './components/reactions/reaction-seals.ts'
export { ReactionsProvider, type ReactionSource, useReactionCounts } from './components/reactions/reaction-source.ts'
export { PhotoPicture, type PhotoPictureProps } from './components/photo/photo-picture.tsx'
export { usePhotoSource } from './components/photo/use-photo-source.ts'

export { checkDraft, type DraftCheck } from './components/composer/draft-check.ts'
export { MessageComposer, type MessageComposerProps } from './components/composer/message-composer.tsx'

export {
  type ResultsAudience,
  type ResultsHint,
  type ResultsView,
  resultsAudience,
  type TallyRow,
  viewResults,
} from './components/vote/results-view.ts'
export { TallyBar, TallyTable, type TallyTableLabels, type TallyTableProps } from './components/vote/tally-table.tsx'
export { VoteAnnouncer, type VoteAnnouncerProps } from './components/vote/vote-announcer.tsx'
export type { OptionState, RenderOption } from './components/vote/vote-options.tsx'
export { VotePanel, type VotePanelProps } from './components/vote/vote-panel.tsx'
export {
  type BallotInput,
  type BallotStatus,
  choiceText,
  closedVotes,
  openVotes,
  type VoteView,
  viewVote,
} from './components/vote/vote-view.ts'

export { OnlineList, type OnlineListProps } from './components/people/online-list.tsx'

export { DanmakuWall, type DanmakuWallProps } from './components/danmaku/danmaku-wall.tsx'
export type { DanmakuDensity, DanmakuRegion } from '@guestwall/protocol'

export type { FlowMessage } from './components/wall/flow-message.ts'
export { MessageWall, type MessageWallProps } from './components/wall/message-wall.tsx'
export type { WallPhotos } from './components/wall/wall-photo.tsx'
export { ShareBar, type ShareBarProps } from './components/wall/share-bar.tsx'
export { ResultsWall, type ResultsWallProps } from './components/wall/results-wall.tsx'
export { readingTimeMs } from './components/wall/reading-time.ts'
export { WallText } from './components/wall/wall-text.tsx'
export { wallMessages } from './components/wall/wall-messages.ts'
export { wallVote } from './components/wall/wall-vote.ts'

export { FoldedText, type FoldedTextProps } from './components/shared/folded-text.tsx'
export { ConnectionIcon, DeliveryIcon, DownIcon, LeadingIcon } from './components/shared/icons.tsx'
export { isComposing } from './components/shared/is-composing.ts'
export { languageOf } from './components/shared/language-of.ts'
export { last } from './components/shared/last.ts'
