import type { ExchangeRecord } from './store/store.ts'

type Refused = Partial<Pick<ExchangeRecord, 'outcome' | 'level' | 'shownAttempt' | 'appeal' | 'scrubbedAt'>> &
  Pick<ExchangeRecord, 'attempts' | 'strategy'>

/**
 * Whether a channel can be asked about a refusal: the model's own refusal is what is shown, nobody has asked before,
 * and asking again is not turned off. What was judged clearly harmful is no channel's to decide, and
 * what has lost its text cannot be asked again.
 */
export function mayBeAppealed({
  outcome,
  level,
  attempts,
  shownAttempt,
  strategy,
  appeal,
  scrubbedAt,
}: Refused): boolean {
  const isRefusal = outcome === 'refusal_stands' || outcome === 'partly_answered'
  return (
    isRefusal &&
    shownAttempt !== undefined &&
    shownAttempt === attempts[0]?.id &&
    level !== undefined &&
    level !== 'clearly_harmful' &&
    strategy !== 'none' &&
    appeal === undefined &&
    scrubbedAt === undefined
  )
}
