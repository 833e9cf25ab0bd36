/** A part of the console, behind a tab of its own. */
export type ConsolePart = 'start' | 'messages' | 'votes' | 'screens' | 'guests' | 'share'
