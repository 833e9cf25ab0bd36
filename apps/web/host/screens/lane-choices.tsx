import type { DanmakuDensity, DanmakuRegion, ScreenChange, ScreenState } from '@guestwall/protocol'
import { Choices } from '../choices.tsx'
import type { ScreensMessages } from './messages.ts'

const REGIONS: readonly DanmakuRegion[] = ['around', 'top', 'bottom', 'all']
const DENSITIES: readonly DanmakuDensity[] = ['low', 'normal', 'high']

interface LaneChoicesProps {
  readonly state: ScreenState
  readonly control: (change: ScreenChange) => Promise<boolean>
  readonly t: ScreensMessages
}

/** Where danmaku pass on one screen, and how closely. Nothing is chosen while its page has it as it likes. */
export function LaneChoices({ state, control, t }: LaneChoicesProps) {
  return (
    <>
      <Choices
        legend={t.region}
        choices={REGIONS.map((region) => [region, t.regions[region]] as const)}
        chosen={state.region ?? ''}
        onChoose={(region) => void control({ region })}
      />
      <Choices
        legend={t.density}
        choices={DENSITIES.map((density) => [density, t.densities[density]] as const)}
        chosen={state.density ?? ''}
        onChoose={(density) => void control({ density })}
      />
    </>
  )
}
