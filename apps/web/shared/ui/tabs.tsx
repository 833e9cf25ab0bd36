import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: ReactNode
  /** A number beside the label; 0 is not shown. */
  readonly count?: number
  /** The whole name for a screen reader where there is a number. */
  readonly spoken?: string
  /** Something new waits behind it. */
  readonly hasNews?: boolean
}

interface TabsProps<Id extends string> {
  readonly tabs: readonly Tab<Id>[]
  readonly selected: Id
  readonly onSelect: (id: Id) => void
  readonly label: string
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** Tabs: one stop for the Tab key, arrows between them. Each has a `<TabPanel>` of the same id. */
export function Tabs<Id extends string>({ tabs, selected, onSelect, label }: TabsProps<Id>) {
  const row = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = tabs.findIndex(({ id }) => id === selected)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onSelect(next.id)
    row.current?.querySelector<HTMLElement>(`#${tabId(next.id)}`)?.focus()
  }
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={tabId(tab.id)}
          type="button"
          role="tab"
          className={`tabs__tab${tab.hasNews === true ? ' tabs__tab--news' : ''}`}
          aria-selected={tab.id === selected}
          aria-controls={`panel-${tab.id}`}
          aria-label={tab.spoken}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          onKeyDown={onKeyDown}
        >
          {tab.label}
          {(tab.count ?? 0) > 0 && <span className="tabs__count">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}

const tabId = (id: string): string => `tab-${id}`

/** Moves the focus to a tab after its panel was opened by another control. */
export function focusTab(id: string): void {
  document.getElementById(tabId(id))?.focus()
}

interface TabPanelProps {
  readonly id: string
  readonly isSelected: boolean
  readonly children: ReactNode
}

/** The panel stays on the page while another one is selected, hidden and not focusable: it keeps its scroll position and unfinished input. */
export function TabPanel({ id, isSelected, children }: TabPanelProps) {
  return (
    <div id={`panel-${id}`} role="tabpanel" aria-labelledby={tabId(id)} className={`tabs__panel${isSelected ? '' : ' tabs__panel--away'}`}>
      {children}
    </div>
  )
}
