import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { GaugeSources } from './gauge-sources.ts'
import { addGauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'
import { createModelLabels } from './model-labels.ts'

export interface Prometheus {
  readonly metrics: Metrics
  /** Gives models a label of their own. */
  knowModels(ids: readonly string[]): void
  /** Adds sources of gauges, as the parts they tell of come into being. */
  follow(sources: GaugeSources): void
  readonly contentType: string
  /** All there is, in Prometheus' text format. */
  text(): Promise<string>
}

/** Upper bounds in seconds. A language model may take a minute; our own share is a few milliseconds. */
const ANSWER_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const STORE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5]
const WAIT_SECONDS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300]

/**
 * The metrics of one process as Prometheus scrapes them. Labels are few and bounded: platforms, outcomes, codes of
 * errors, strategies, and models up to a limit; never a person, a channel or a word.
 */
export function createPrometheus({ version }: { readonly version: string }): Prometheus {
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `recourse_${name}`, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name: `recourse_${name}`, help, buckets, labelNames, registers })

  collectDefaultMetrics({ register: registry })
  const sources: { -readonly [Name in keyof GaugeSources]: GaugeSources[Name] } = {}
  addGauges(registry, sources, version)
  const labels = createModelLabels()

  const exchanges = counter('exchanges_total', 'Exchanges that ended, by outcome.', [
    'platform',
    'model',
    'outcome',
  ])
  const duration = histogram(
    'exchange_duration_seconds',
    'From the beginning of an exchange to its outcome.',
    ANSWER_SECONDS,
    ['platform'],
  )
  const firstText = histogram(
    'first_text_seconds',
    'From the beginning of an exchange to the first text that its reader sees.',
    ANSWER_SECONDS,
    ['platform'],
  )
  const firsts = counter(
    'first_attempts_total',
    'What models did by themselves, by the level of the request (unsure where the gate was) and the verdict.',
    ['model', 'level', 'verdict'],
  )
  const tries = counter('second_hearings_total', 'Refused requests asked again, by what came of it.', [
    'model',
    'strategy',
    'result',
  ])
  const votes = counter('votes_total', 'Votes given (add) and taken back (remove).', ['label', 'action'])
  const leases = counter('leases_lost_total', 'Exchanges that another process took over from this one.')
  const takeOvers = counter('take_overs_total', 'Exchanges that this process took up from another.', [
    'platform',
  ])
  const calls = counter('model_calls_total', 'Calls of models, by what they were for and how they ended.', [
    'model',
    'purpose',
    'result',
  ])
  const callSeconds = histogram('model_call_duration_seconds', 'Calls of models.', ANSWER_SECONDS, [
    'provider',
    'purpose',
  ])
  const errors = counter('provider_errors_total', 'Calls that failed; kind rate_limited is HTTP 429.', [
    'provider',
    'kind',
  ])
  const tokens = counter(
    'model_tokens_total',
    'Tokens as the providers counted them, which they do not for calls that were cut short.',
    ['model', 'purpose', 'direction'],
  )
  const aborts = counter('early_aborts_total', 'Calls cut short because what came was a refusal.', ['model'])
  const saved = counter(
    'tokens_saved_estimated_total',
    'Tokens that refusals cut short would have gone on for: an estimate by the mean length of recorded refusals.',
    ['model'],
  )
  const limited = counter('platform_rate_limited_total', 'HTTP 429 from a chat platform.', ['platform'])
  const storeSeconds = histogram(
    'store_operation_duration_seconds',
    'Operations on the records.',
    STORE_SECONDS,
  )
  const storeErrors = counter('store_errors_total', 'Operations on the records that failed.', ['code'])
  const waits = histogram('queue_wait_seconds', 'How long requests waited for their turn.', WAIT_SECONDS)

  const metrics: Metrics = {
    exchangeEnded({ platform, model: id, outcome, seconds, first, tries: made }) {
      const model = labels.of(id)
      exchanges.inc({ platform, model, outcome })
      duration.observe({ platform }, seconds)
      if (first) firsts.inc({ model, level: first.level, verdict: first.verdict })
      for (const { strategy, result } of made) tries.inc({ model, strategy, result })
    },
    firstText: (platform, seconds) => firstText.observe({ platform }, seconds),
    voteRecorded: (label, action) => votes.inc({ label, action }),
    leaseLost: () => leases.inc(),
    tookOver: (platform) => takeOvers.inc({ platform }),
    modelCalled({ model: id, purpose, result, seconds, usage, tokensSaved }) {
      if (result === 'finished' || result === 'cut_short') labels.learn(id)
      const model = labels.of(id)
      const provider = id.split(':', 1)[0] ?? ''
      calls.inc({ model, purpose, result })
      callSeconds.observe({ provider, purpose }, seconds)
      if (usage) {
        tokens.inc({ model, purpose, direction: 'input' }, usage.input)
        tokens.inc({ model, purpose, direction: 'output' }, usage.output)
      }
      if (result === 'cut_short') {
        aborts.inc({ model })
        saved.inc({ model }, tokensSaved ?? 0)
      } else if (result !== 'finished' && result !== 'aborted') errors.inc({ provider, kind: result })
    },
    platformLimited: (platform) => limited.inc({ platform }),
    storeUsed(seconds, failure) {
      storeSeconds.observe(seconds)
      if (failure !== undefined) storeErrors.inc({ code: failure })
    },
    queueWaited: (seconds) => waits.observe(seconds),
  }
  return {
    metrics,
    knowModels: labels.know,
    follow: (more) => Object.assign(sources, more),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}
