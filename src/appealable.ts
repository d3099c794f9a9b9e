import type { ExchangeRecord } from './store/store.ts'

type Refused = Partial<Pick<ExchangeRecord, 'outcome' | 'level' | 'shownAttempt' | 'appeal'>> &
  Pick<ExchangeRecord, 'attempts' | 'strategy'>

/**
 * Whether a channel can be asked about a refusal: the model's own refusal is what is shown, nobody has asked before,
 * and asking again is not turned off. What was judged clearly harmful is no channel's to decide.
 */
export function mayBeAppealed({
  outcome,
  level,
  attempts,
  shownAttempt,
  strategy,
  appeal,
}: Refused): boolean {
  const isRefusal = outcome === 'refusal_stands' || outcome === 'partly_answered'
  return (
    isRefusal &&
    shownAttempt !== undefined &&
    shownAttempt === attempts[0]?.id &&
    level !== undefined &&
    level !== 'clearly_harmful' &&
    strategy !== 'none' &&
    appeal === undefined
  )
}
