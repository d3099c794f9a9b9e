import { type Attempt, type ChatMessage, DIRECT, isJudgedText, type Usage } from './domain.ts'
import { ModelError } from './errors.ts'
import type { ChatModel } from './models/chat-model.ts'
import { OVER } from './models/connection.ts'
import type { Assessment, RefusalDetector } from './refusal/refusal-detector.ts'
import { judgedAssessment, type SecondOpinion } from './refusal/second-opinion.ts'

/** A recognised refusal may finish its sentence up to this many characters, so that the reader is shown a whole one. */
const SENTENCE_LIMIT = 160

const SENTENCE_END = /[.!?。！？।](?:["'”’)\]]*)(?:\s|$)/u

export interface AttemptOptions {
  readonly id: string
  readonly strategy: string
  readonly version: string
  readonly howAsked?: string
  readonly model: ChatModel
  readonly messages: readonly ChatMessage[]
  /** The user's own words, which help the detector to spot answers beside the point. */
  readonly prompt: string
  readonly detector: RefusalDetector
  /** Whether text may be shown as it comes, once its opening is known not to be a refusal. */
  readonly show: boolean
  readonly maxTokens: number
  /** Who decides where the detector abstains; nobody by default. */
  readonly secondOpinion?: SecondOpinion
  /** Calls of the model that a second opinion of its own must leave. */
  readonly reserve?: number
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  readonly signal?: AbortSignal
}

/** What came of one model call. */
export interface AttemptResult {
  readonly attempt: Attempt
  readonly assessment: Assessment
  /** Whether any of the completion was handed out to be shown. */
  readonly shown: boolean
  /** The model stopped at its length limit. */
  readonly reachedLimit: boolean
  /** The call broke down after this much text; `attempt` holds what had come. */
  readonly failure?: ModelError
}

/**
 * Runs one model call. Yields text that may be shown: nothing until the detector has judged the opening to be
 * an answer, then everything. A refusal is aborted as soon as it is recognised, at the end of its sentence
 * where that is near. Failures of the model are part of the result; only an abort by `signal` throws.
 *
 * @throws {ModelError} code `aborted`
 */
export async function* runAttempt(options: AttemptOptions): AsyncGenerator<string, AttemptResult> {
  const { model, messages, detector, show, timer, signal } = options
  const stop = new AbortController()
  const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const watch = detector.watch(options.prompt)
  const purpose = options.strategy === DIRECT ? ('answer' as const) : ('strategy' as const)
  const generate = { signal: signals, maxTokens: options.maxTokens, purpose }
  const started = timer()
  let completion = ''
  let held = ''
  let open = false
  let refused = false
  let usage: Usage | undefined
  let reachedLimit = false
  let finished = false
  let failure: ModelError | undefined

  try {
    for await (const event of model.stream(messages, generate)) {
      if (event.type === 'done') {
        finished = true
        usage = event.usage
        reachedLimit = event.finish === 'length'
        continue
      }
      const text = event.text ?? ''
      completion += text
      const decision = event.type === 'refusal' ? watch.report(event.signal) : watch.push(text)
      if (open) {
        yield text
        continue
      }
      held += text
      refused ||= decision === 'refusal'
      if ((decision === 'compliance' || decision === 'unsure') && show) {
        open = true
        yield held
      }
      if (refused && (completion.length >= SENTENCE_LIMIT || SENTENCE_END.test(completion.trim()))) break
    }
  } catch (error) {
    if (signal?.aborted) throw new ModelError('aborted', 'The request was cancelled.', { cause: error })
    failure = toModelError(error)
  } finally {
    stop.abort(OVER)
  }

  const settled = settle(watch.end(), refused && !finished)
  const milliseconds = Math.round((timer() - started) * 10) / 10
  const assessment = failure ? settled : await withOpinion(settled, completion, options)
  if (
    show &&
    !open &&
    !failure &&
    assessment.verdict === 'full_compliance' &&
    isJudgedText(assessment.reason)
  ) {
    open = true
    yield held
  }
  const attempt: Attempt = {
    id: options.id,
    strategy: options.strategy,
    version: options.version,
    model: model.id,
    verdict: assessment.verdict,
    confidence: assessment.confidence,
    verdictReason: assessment.reason,
    completion,
    cutShort: !finished,
    milliseconds,
    ...(usage && { usage }),
    ...(options.howAsked !== undefined && { howAsked: options.howAsked }),
  }
  return { attempt, assessment, shown: open, reachedLimit, ...(failure && { failure }) }
}

/** A stream that was aborted as a refusal is one, even where the sentence it was cut at could pass for an answer. */
function settle(assessment: Assessment, aborted: boolean): Assessment {
  if (!aborted) return assessment
  if (assessment.verdict !== 'full_compliance') return { ...assessment, sure: true }
  return {
    ...assessment,
    verdict: 'full_refusal',
    confidence: assessment.probabilities.full_refusal,
    sure: true,
  }
}

/** Where the detector abstains, the judge decides. */
async function withOpinion(
  assessment: Assessment,
  completion: string,
  { secondOpinion, prompt, model, reserve = 0, signal }: AttemptOptions,
): Promise<Assessment> {
  if (assessment.sure || !isJudgedText(assessment.reason) || !secondOpinion) return assessment
  const verdict = await secondOpinion.verdict({
    prompt,
    completion,
    model,
    reserve,
    ...(signal && { signal }),
  })
  if (signal?.aborted) throw new ModelError('aborted', 'The request was cancelled.')
  return verdict === undefined ? assessment : judgedAssessment(assessment, verdict)
}

function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  return new ModelError('unavailable', 'The model could not be reached. Try again in a moment.', {
    cause: error,
  })
}
