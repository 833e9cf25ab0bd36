import type { SessionHost } from '@guestwall/client/host'
import type { Language } from '../../shared/catalogs.ts'
import { Button } from '../../shared/ui/button.tsx'
import { Field } from '../../shared/ui/field.tsx'
import { Problem } from '../../shared/ui/notice.tsx'
import { usePairScreen } from '../use-pair-screen.ts'
import type { FirstMinuteMessages } from './messages.ts'

interface QuickPairProps {
  readonly host: SessionHost
  readonly language: Language
  readonly t: FirstMinuteMessages
}

/** Pairs the first big screen by its code, in one line; it gets the usual name. */
export function QuickPair({ host, language, t }: QuickPairProps) {
  const { code, setCode, problem, isBusy, submit } = usePairScreen({ host, scanned: null, onPaired: () => Promise.resolve(), language })
  return (
    <form className="quick-pair" noValidate onSubmit={submit}>
      <div className="quick-pair__line">
        <Field
          label={t.screen.code}
          isLabelUnseen
          placeholder={t.screen.code}
          value={code}
          isWrong={problem !== null}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" look="text" className="quick-pair__go" isBusy={isBusy}>
          {t.screen.pair}
        </Button>
      </div>
      <Problem>{problem}</Problem>
    </form>
  )
}
