import type { Strategy, StrategyTools } from '../strategies/strategy.ts'
import { type AttemptResult, runAttempt } from './attempt.ts'
import { type ClarifyingQuestion, isJudgedText, type Request } from './domain.ts'
import { describeError, ModelError } from './errors.ts'
import type { BudgetedModel } from './models/budgeted-model.ts'
import { collect } from './models/collect.ts'
import type { Assessment } from './refusal/refusal-detector.ts'
import type { ReplyEvent } from './reply-events.ts'
import type { RespondParts } from './respond.ts'
import { mayBeShown } from './safety/may-be-shown.ts'
import type { Screening } from './safety/safety-gate.ts'

/** At most this many ways of asking again for one request, and one after an appeal; trying more phrasings would be an attack on the model. */
export const MAX_STRATEGIES = 2

const MAX_TOKENS_OF_A_SHORT_CALL = 400

export interface HearingInput {
  readonly request: Request
  readonly screening: Screening
  /** The refusal as the model gave it, and what the detector made of it. */
  readonly completion: string
  readonly assessment: Assessment
  /** Strategy names in the order to try. */
  readonly order: readonly string[]
  readonly model: BudgetedModel
  /** One strategy more, after the channel has voted; nobody waits for a question any more. */
  readonly afterAppeal: boolean
  readonly signal?: AbortSignal
}

/** What the second hearing came to. */
export interface Hearing {
  /** All calls made, in order. */
  readonly results: readonly AttemptResult[]
  /** The result to show in place of the refusal, and whether it answers only a part. */
  readonly best?: { readonly result: AttemptResult; readonly partial: boolean }
  /** The user has to be asked before anything else. */
  readonly question?: ClarifyingQuestion
  /** Honest lines for the reader. */
  readonly notes: readonly string[]
}

/**
 * Asks a refused request again, strategy by strategy, until one answer passes both the detector and the gate
 * or a limit is reached. Answers are held back whole until the gate has checked them with the request.
 *
 * @throws {ModelError} code `aborted`
 */
export async function* holdSecondHearing(
  input: HearingInput,
  parts: RespondParts,
): AsyncGenerator<ReplyEvent, Hearing> {
  const { request, screening, model, afterAppeal, signal } = input
  const most = afterAppeal ? 1 : MAX_STRATEGIES
  const results: AttemptResult[] = []
  const notes: string[] = []
  let best: Hearing['best']
  let tried = 0

  for (const strategy of permitted(input, parts.strategies)) {
    if (tried === most || model.remaining() === 0) break
    const proposal = await strategy.propose(
      {
        request,
        family: model.family,
        completion: input.completion,
        assessment: input.assessment,
        screening,
      },
      toolsFor(input, parts),
    )
    if (proposal.kind === 'not_applicable') continue
    if (proposal.kind === 'question') {
      if (request.clarification || afterAppeal) continue
      return { results, question: proposal.question, notes }
    }
    if (model.remaining() === 0) break
    tried += 1
    const howAsked = afterAppeal ? `${proposal.howAsked}, after the channel voted` : proposal.howAsked
    yield { type: 'notice', strategy: strategy.name, howAsked }
    const result = await withheld(
      runAttempt({
        id: parts.newId(),
        strategy: strategy.name,
        version: strategy.version,
        howAsked,
        model,
        messages: proposal.messages,
        prompt: request.prompt,
        detector: parts.detector,
        show: false,
        maxTokens: parts.maxTokens,
        timer: parts.timer,
        ...(parts.secondOpinion && { secondOpinion: parts.secondOpinion }),
        ...(signal && { signal }),
      }),
    )
    if (result.failure) {
      results.push(result)
      notes.push(`Asking again failed: ${describeError(result.failure)}`)
      break
    }
    if (result.assessment.verdict === 'full_refusal' || !isJudgedText(result.assessment.reason)) {
      results.push(result)
      continue
    }
    const check = await parts.gate.check(request, result.attempt.completion, {
      answeringModel: model,
      screened: screening,
      ...(signal && { signal }),
    })
    const checked: AttemptResult = { ...result, attempt: { ...result.attempt, checkedLevel: check.level } }
    results.push(checked)
    if (!mayBeShown(check, proposal.partial === true)) {
      notes.push(
        check.sure
          ? 'The model answered when asked again, but the answer did not pass the safety check and is withheld.'
          : 'The model answered when asked again, but it could not be made sure that the answer is safe; it is withheld.',
      )
      break
    }
    const partial = proposal.partial === true || result.assessment.verdict === 'partial_refusal'
    best ??= { result: checked, partial }
    if (!partial) return { results, best: { result: checked, partial }, notes }
    if (proposal.partial) break
  }
  return { results, ...(best && { best }), notes }
}

/** The strategies of the order that may be used on this level. */
function permitted(input: HearingInput, strategies: readonly Strategy[]): readonly Strategy[] {
  const { level, sure } = input.screening
  return input.order
    .map((name) => strategies.find((strategy) => strategy.name === name))
    .filter((strategy) => strategy !== undefined)
    .filter((strategy) => strategy.levels.includes(level) || (!sure && strategy.name === 'interactive'))
}

function toolsFor(input: HearingInput, parts: RespondParts): StrategyTools {
  return {
    systemPrompt: parts.systemPrompt.text,
    async complete(messages, options) {
      if (input.model.remaining() <= 1) {
        throw new ModelError('budget_spent', 'The last call is kept for asking again.')
      }
      const reply = await collect(input.model, messages, {
        maxTokens: options?.maxTokens ?? MAX_TOKENS_OF_A_SHORT_CALL,
        purpose: 'strategy',
        ...(options?.jsonSchema && { jsonSchema: options.jsonSchema }),
        ...(input.signal && { signal: input.signal }),
      })
      if (reply.refusal) throw new ModelError('bad_request', 'The provider declined this helper call.')
      return reply.text
    },
    async screen(request) {
      return parts.screenInProcess(request)
    },
  }
}

/** Runs an attempt whose text must not be shown yet. */
export async function withheld(attempt: AsyncGenerator<string, AttemptResult>): Promise<AttemptResult> {
  let step = await attempt.next()
  while (!step.done) step = await attempt.next()
  return step.value
}
