import { type ComparedStandings, comparedStandings } from './comparison/compared-standings.ts'
import { type AgreementOfTallies, agreementOfTallies } from './crowd/agreement-of-tallies.ts'
import { type Drift, driftOf, lastWeek } from './crowd/drift.ts'
import { type Rate, type Rates, rate, ratesOf } from './crowd/rates.ts'
import { type Reliability, reliabilityOf } from './crowd/reliability.ts'
import type { ComparisonStore } from './store/comparison-store.ts'
import type {
  ActiveAnnotator,
  AttemptGroup,
  CountedTally,
  StatisticsScope,
  StatisticsStore,
} from './store/statistics-store.ts'

/** What the rates can be told apart by. */
export const GROUPINGS = ['model', 'strategy', 'type', 'week'] as const
export type StatisticsBy = (typeof GROUPINGS)[number]

/** How many of an annotator's newest vote events are compared with the votes of others. */
const LATEST_VOTES = 200

const BY = ['crowd', 'machine'] as const

const DAY = 24 * 60 * 60_000
const WEEK = 7 * DAY

export interface StatisticsQuery extends Omit<StatisticsScope, 'since'> {
  /** How far back, in days. */
  readonly days: number
  readonly by: readonly StatisticsBy[]
  /** How many of the most active annotators are named. */
  readonly annotators: number
}

export interface RateRow {
  /** A model, strategy or type of request, or the Monday with which a week began, as 2026-11-16. */
  readonly key: string
  readonly rates: Rates
}

export interface ModelWeeks {
  readonly model: string
  /** Every week from the model's first one to the last of all, those in which nothing was asked included. */
  readonly weeks: readonly RateRow[]
}

export interface ModelDrift {
  readonly model: string
  readonly by: 'crowd' | 'machine'
  readonly drift: Drift
}

export interface AnnotatorRow extends ActiveAnnotator, Reliability {}

export interface StatisticsReport {
  readonly days: number
  /** Of all attempts. */
  readonly all: Rates
  /** Of first attempts, before any strategy: how the models themselves behave. */
  readonly first: Rates
  /** Of first attempts too, but by strategy of all: `direct` is one of them. Most attempts first; weeks in their order. */
  readonly groups: ReadonlyMap<StatisticsBy, readonly RateRow[]>
  readonly weekly: readonly ModelWeeks[]
  readonly drifts: readonly ModelDrift[]
  /** Of all attempts: those with a vote of whatever label. */
  readonly voted: Rate
  readonly agreement: AgreementOfTallies
  readonly annotators: readonly AnnotatorRow[]
  /** Of the whole workspace: what votes on answers side by side come to, whatever the channel and model. */
  readonly standings: ComparedStandings
}

/** Everything that `/stats` and its page tell, from counts that the store keeps. */
export async function statisticsReport(
  store: StatisticsStore & Pick<ComparisonStore, 'comparedResults'>,
  { days, by, annotators, ...place }: StatisticsQuery,
  now: number,
): Promise<StatisticsReport> {
  const scope = { ...place, since: now - days * DAY }
  const [byWeek, other, tallies, people, compared] = await Promise.all([
    store.countAttempts(scope, ['model', 'week']),
    Promise.all(by.map((one) => groupsOf(store, scope, one))),
    store.countTallies(scope),
    annotatorsOf(store, scope, annotators),
    store.comparedResults(scope),
  ])
  const weekly = weeksOf(byWeek)
  const groups = new Map(by.map((one, index) => [one, other[index] ?? rowsOf(one, byWeek)]))
  return {
    days,
    all: ratesOf(byWeek),
    first: ratesOf(firstOnly(byWeek)),
    groups,
    weekly,
    drifts: weekly.flatMap(driftsOf),
    voted: votedShare(tallies),
    agreement: agreementOfTallies(tallies),
    annotators: people,
    standings: comparedStandings(compared),
  }
}

function votedShare(tallies: readonly CountedTally[]): Rate {
  const sum = (some: readonly CountedTally[]) => some.reduce((total, { items }) => total + items, 0)
  const voted = tallies.filter(({ tally }) => Object.values(tally).some((votes) => votes > 0))
  return rate(sum(voted), sum(tallies), 'nothing was asked')
}

/** What needs a count of its own; `undefined` for what follows from the count by model and week. */
async function groupsOf(
  store: Pick<StatisticsStore, 'countAttempts'>,
  scope: StatisticsScope,
  by: StatisticsBy,
): Promise<readonly RateRow[] | undefined> {
  if (by === 'strategy')
    return rowsBy(await store.countAttempts(scope, ['strategy']), ({ strategy }) => strategy)
  if (by !== 'type') return undefined
  const groups = await store.countAttempts(scope, ['requestType'])
  return rowsBy(firstOnly(groups), ({ requestType }) => requestType?.replaceAll('_', ' '))
}

function rowsOf(by: StatisticsBy, counted: readonly AttemptGroup[]): readonly RateRow[] {
  const first = firstOnly(counted)
  if (by !== 'week') return rowsBy(first, ({ model }) => model)
  const starts = first.map(({ week }) => week ?? 0)
  return rowsOfWeeks(first, Math.min(...starts), Math.max(...starts))
}

function firstOnly(groups: readonly AttemptGroup[]): readonly AttemptGroup[] {
  return groups.filter(({ direct }) => direct)
}

function rowsBy(
  groups: readonly AttemptGroup[],
  keyOf: (group: AttemptGroup) => string | undefined,
): readonly RateRow[] {
  return [...Map.groupBy(groups, (group) => keyOf(group) ?? '')]
    .map(([key, own]) => ({ key, rates: ratesOf(own) }))
    .toSorted((a, b) => b.rates.attempts - a.rates.attempts || a.key.localeCompare(b.key))
}

function weeksOf(groups: readonly AttemptGroup[]): readonly ModelWeeks[] {
  const first = firstOnly(groups)
  const last = Math.max(...first.map(({ week }) => week ?? 0))
  return rowsBy(first, ({ model }) => model).map(({ key: model }) => {
    const own = first.filter((group) => group.model === model)
    return { model, weeks: rowsOfWeeks(own, Math.min(...own.map(({ week }) => week ?? 0)), last) }
  })
}

/** One row a week from the first to the last. */
function rowsOfWeeks(groups: readonly AttemptGroup[], first: number, last: number): readonly RateRow[] {
  const byWeek = Map.groupBy(groups, ({ week }) => week)
  const rows: RateRow[] = []
  for (let week = first; week <= last; week += WEEK) {
    rows.push({
      key: new Date(week).toISOString().slice(0, 10),
      rates: ratesOf(byWeek.get(week) ?? []),
    })
  }
  return rows
}

/** The Monday with which the last week in which anything was asked began; the same for all models. */
export function startOfLastWeek(models: readonly ModelWeeks[]): string | undefined {
  return models[0]?.weeks.at(-1)?.key
}

/** Whether any model has a share in the last week and one before it, by which a change would be seen. */
export function isComparable(models: readonly ModelWeeks[]): boolean {
  return models.some(({ weeks }) =>
    BY.some((by) => lastWeek(weeks.map(({ rates }) => rates[by].fullyOrPartly)) !== undefined),
  )
}

function driftsOf({ model, weeks }: ModelWeeks): readonly ModelDrift[] {
  return BY.flatMap((by) => {
    const drift = driftOf(weeks.map(({ rates }) => rates[by].fullyOrPartly))
    return drift ? [{ model, by, drift }] : []
  })
}

async function annotatorsOf(
  store: Pick<StatisticsStore, 'activeAnnotators' | 'latestJudged'>,
  scope: StatisticsScope,
  annotators: number,
): Promise<readonly AnnotatorRow[]> {
  const people = await store.activeAnnotators(scope, annotators)
  const judged = await store.latestJudged(
    people.map(({ annotator }) => annotator),
    LATEST_VOTES,
  )
  return people.map((one) => ({ ...one, ...reliabilityOf(judged.get(one.annotator) ?? []) }))
}
