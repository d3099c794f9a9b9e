import { LABELS, type Label } from '../../src/crowd/codebook.ts'
import { machineLabel } from '../../src/crowd/machine-label.ts'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import type { Attempt, Outcome, Place, SafetyLevel } from '../../src/domain.ts'
import type { Store } from '../../src/store/store.ts'
import { aClaim, anAttempt, aVote, finished } from '../store/records.ts'

const DAY = 24 * 60 * 60_000
const WEEK = 7 * DAY

/** How often each model refuses harmless requests, in most weeks and in the last. */
const MODELS = {
  'rehearsal:llama2': [0.4, 0.4],
  'rehearsal:gemma': [0.1, 0.6],
  'rehearsal:command-r-plus': [0.2, 0.15],
} as const
const TYPES = ['homonyms', 'figurative_language', 'safe_targets', 'definitions']
const LEVELS: readonly SafetyLevel[] = [
  'clearly_fine',
  'clearly_fine',
  'clearly_fine',
  'borderline_fine',
  'clearly_harmful',
]

export interface StatisticsData {
  readonly place: Pick<Place, 'platform' | 'workspace' | 'channel'>
  /** Milliseconds since 1970, when the last week ends. */
  readonly now: number
  readonly weeks: number
  /** Exchanges a week and model. */
  readonly each: number
}

/** Fills a store with exchanges and votes as people might have made them; the same for the same data. */
export async function fillStatistics(
  store: Store,
  { place, now, weeks, each }: StatisticsData,
): Promise<void> {
  const random = seededRandom(5)
  const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value => {
    const value = values[Math.floor(random() * values.length)]
    if (value === undefined) throw new Error('nothing to choose from')
    return value
  }
  for (const [model, [usual, last]] of Object.entries(MODELS)) {
    for (let index = 0; index < weeks * each; index += 1) {
      const week = Math.floor(index / each)
      const at = now - (weeks - week) * WEEK + Math.floor(random() * WEEK)
      const level = pick(LEVELS)
      const isHarmful = level === 'clearly_harmful'
      const refuses = random() < (isHarmful ? 0.9 : week === weeks - 1 ? last : usual)
      const verdict = !refuses ? 'full_compliance' : random() < 0.7 ? 'full_refusal' : 'partial_refusal'
      const attempts: Attempt[] = [anAttempt({ model, verdict })]
      if (refuses && !isHarmful) {
        const again = random() < 0.75 ? 'full_compliance' : 'full_refusal'
        attempts.push(anAttempt({ model, verdict: again, strategy: pick(['few-shot', 'contextual']) }))
      }
      await exchangeOf(store, { place, at, level, attempts, requestType: pick(TYPES) }, random)
    }
  }
}

async function exchangeOf(
  store: Store,
  made: {
    readonly place: StatisticsData['place']
    readonly at: number
    readonly level: SafetyLevel
    readonly attempts: readonly Attempt[]
    readonly requestType: string
  },
  random: () => number,
): Promise<void> {
  const { place, at, level, attempts, requestType } = made
  const last = attempts.at(-1)
  // The type of a request is not among what is read back of an exchange, so its prompt says it.
  const claim = aClaim({ place, at, model: last?.model ?? '', prompt: requestType })
  await store.claim(claim)
  const answered: Outcome = attempts.length === 1 ? 'answered' : 'recovered'
  const outcome = last?.verdict === 'full_compliance' ? answered : 'refusal_stands'
  const shownAttempt = last?.id ?? ''
  await store.finish(finished(claim, { outcome, level, attempts, shownAttempt, requestType, at: at + 1 }))
  for (const attempt of attempts) {
    const voters = Math.floor(random() * 4)
    for (let voter = 0; voter < voters; voter += 1) {
      const label = random() < 0.85 ? machineLabel(attempt.verdict, level) : anyLabel(random)
      await store.recordVote(
        aVote({
          message: { ...place, message: attempt.id },
          exchangeId: claim.exchangeId,
          attemptId: attempt.id,
          annotator: `${(Math.floor(random() * 3) + voter * 3 + 161).toString(16)}f04be6c91d`,
          label: label ?? 'not_sure',
          emoji: label ?? 'not_sure',
          eventTime: at + 1_000 * (voter + 1),
        }),
      )
    }
  }
}

function anyLabel(random: () => number): Label | undefined {
  return LABELS[Math.floor(random() * LABELS.length)]
}
