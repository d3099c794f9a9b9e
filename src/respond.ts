import type { Strategy } from '../strategies/strategy.ts'
import { type Earlier, orderAfterAppeal, screeningAfterAppeal } from './after-appeal.ts'
import { type AttemptResult, runAttempt } from './attempt.ts'
import { asOneTurn } from './control-tokens.ts'
import { type ChatMessage, DIRECT, type Request } from './domain.ts'
import { type BudgetedModel, withBudget } from './models/budgeted-model.ts'
import type { ChatModel } from './models/chat-model.ts'
import type { Choice, Policy } from './policy/policy.ts'
import { limitNotes, readable, UNCLEAR_NOTE, whyItStands } from './reader-notes.ts'
import type { RefusalDetector } from './refusal/refusal-detector.ts'
import type { SecondOpinion } from './refusal/second-opinion.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import type { SafetyGate, Screening } from './safety/safety-gate.ts'
import { type Hearing, holdSecondHearing } from './second-hearing.ts'
import type { SystemPrompt } from './system-prompt.ts'

/** At most this many calls of the answering model for one exchange, helper calls and its own judging included. */
export const MAX_CALLS = 3

/**
 * A granted appeal gets this many calls of its own, whatever the exchange has cost before: one strategy's helper call,
 * its asking again, and the judging of the answer.
 */
export const APPEAL_CALLS = 3

/** While the request is judged, this many calls are kept for asking again. */
const CALLS_TO_ASK_AGAIN = 1

/** Everything the flow needs; all of it comes in, so that a test replaces any part. */
export interface RespondParts {
  readonly detector: RefusalDetector
  /** Decides where the detector abstains; without one the answer is shown as it came. */
  readonly secondOpinion?: SecondOpinion
  readonly gate: SafetyGate
  /** The gate's judgement without any model call. */
  readonly screenInProcess: (request: Request) => Screening
  readonly strategies: readonly Strategy[]
  readonly policy: Policy
  /** The kind of a request, by which is learned and counted; by its words alone. */
  readonly requestType: (prompt: string) => string
  readonly systemPrompt: SystemPrompt
  /** Bound of tokens of one answer. */
  readonly maxTokens: number
  readonly newId: () => string
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
}

export interface RespondInput {
  readonly exchangeId: string
  readonly request: Request
  readonly model: ChatModel
  /** `auto` lets the policy choose, `none` never asks again, a name tries that strategy alone. */
  readonly strategy: string
  /** What was done before the user, or the channel, was asked; set when `request.clarification` is. */
  readonly earlier?: Earlier
  readonly signal?: AbortSignal
}

/**
 * The flow of one request: ask, hold back the opening, recognise a refusal, screen, ask again by strategy,
 * check, stop at the limits. Ends in exactly one `done` event, also when the model fails.
 *
 * @throws {ModelError} code `aborted`, when `signal` says so
 */
export async function* respond(input: RespondInput, parts: RespondParts): AsyncGenerator<ReplyEvent> {
  const { exchangeId, request, signal } = input
  const appealed = input.earlier?.appealed
  const callsBefore = input.earlier?.calls ?? 0
  const budget = appealed ? APPEAL_CALLS : Math.max(0, MAX_CALLS - callsBefore)
  const model = withBudget(input.model, budget)
  const scripted = model.kind === 'scripted'
  yield { type: 'started', exchangeId, model: model.id, scripted }

  const first = input.earlier
    ? recall(input.earlier.attempts, input, parts)
    : yield* askDirectly(input, model, parts)
  const end = (rest: Ending): Done => ({
    type: 'done',
    exchangeId,
    model: model.id,
    scripted,
    calls: callsBefore + budget - model.remaining(),
    ...rest,
    ...(appealed && { afterAppeal: true }),
  })
  const attempts = input.earlier?.attempts ?? [first.attempt]
  const ended = appealed ? undefined : endingOf(first, model.id)
  if (ended) {
    // For the record alone: what this prompt was by itself, whatever the conversation had reached before.
    const alone = { prompt: request.prompt, conversation: [], trusted: request.trusted }
    const screening = ended.outcome === 'failed' ? undefined : parts.screenInProcess(alone)
    // An answer that was held back to its end, in doubt, is shown now.
    if (!first.shown && ended.outcome !== 'failed' && first.assessment.verdict !== 'full_compliance')
      yield { type: 'delta', attempt: first.attempt.id, text: readable(first.attempt) }
    yield end({ ...ended, ...(screening?.sure && levelOf(screening)), attempts })
    return
  }

  // Where nothing may be asked again, the level is only for the record, so no model is asked for it.
  const mayAskAgain = input.strategy !== 'none'
  const screening = appealed
    ? screeningAfterAppeal(appealed, request, parts.screenInProcess(request))
    : mayAskAgain
      ? await parts.gate.screen(request, {
          answeringModel: model,
          reserve: CALLS_TO_ASK_AGAIN,
          ...(signal && { signal }),
        })
      : parts.screenInProcess(request)
  const { order, choice } = orderFor(input, model, screening, parts)
  const hearing: Hearing = mayAskAgain
    ? yield* holdSecondHearing(
        {
          request,
          screening,
          completion: first.attempt.completion,
          assessment: first.assessment,
          order,
          model,
          afterAppeal: appealed !== undefined,
          ...(signal && { signal }),
        },
        parts,
      )
    : { results: [], notes: ['Asking again is turned off here.'] }

  const triedAgain = hearing.results.map((result) => result.attempt)
  const found = {
    ...levelOf(appealed ?? screening),
    attempts: [...attempts, ...triedAgain],
    ...(choice && { choice }),
  }
  if (hearing.question) {
    yield { type: 'question', exchangeId, question: hearing.question }
    yield end({ ...found, outcome: 'clarifying', question: hearing.question, notes: hearing.notes })
    return
  }
  // One half answer is not worth replacing another that the reader may have begun to read.
  const gained = hearing.best && !(hearing.best.partial && first.assessment.verdict === 'partial_refusal')
  if (hearing.best && gained) {
    const { attempt } = hearing.best.result
    yield { type: 'delta', attempt: attempt.id, text: attempt.completion }
    yield end({
      ...found,
      outcome: hearing.best.partial ? 'partly_answered' : 'recovered',
      answer: attempt.completion,
      shownAttempt: attempt.id,
      firstRefusal: readable(first.attempt),
      ...(attempt.howAsked !== undefined && { howAsked: attempt.howAsked }),
      notes: [...hearing.notes, ...limitNotes(hearing.best.result)],
    })
    return
  }
  const answer = readable(first.attempt)
  if (!first.shown && !appealed) yield { type: 'delta', attempt: first.attempt.id, text: answer }
  const clarified = request.clarification !== undefined
  yield end({
    ...found,
    outcome: first.assessment.verdict === 'partial_refusal' ? 'partly_answered' : 'refusal_stands',
    answer,
    shownAttempt: first.attempt.id,
    notes:
      hearing.notes.length > 0
        ? hearing.notes
        : whyItStands(screening, triedAgain, { clarified, appealed: appealed !== undefined }),
  })
}

type Ending = Omit<Done, 'type' | 'exchangeId' | 'model' | 'scripted' | 'calls'>

/** The system prompt, the conversation, and the request as the user wrote it, each one turn and no more. */
export function directMessages(request: Request, systemPrompt: SystemPrompt): readonly ChatMessage[] {
  return [
    ...(systemPrompt.text === undefined ? [] : [{ role: 'system' as const, content: systemPrompt.text }]),
    ...request.conversation.map(({ role, content }) => ({ role, content: asOneTurn(content) })),
    { role: 'user', content: asOneTurn(request.prompt) },
  ]
}

async function* askDirectly(
  input: RespondInput,
  model: BudgetedModel,
  parts: RespondParts,
): AsyncGenerator<ReplyEvent, AttemptResult> {
  const id = parts.newId()
  const direct = runAttempt({
    id,
    strategy: DIRECT,
    version: parts.systemPrompt.version,
    model,
    messages: directMessages(input.request, parts.systemPrompt),
    prompt: input.request.prompt,
    detector: parts.detector,
    show: true,
    maxTokens: parts.maxTokens,
    timer: parts.timer,
    ...(parts.secondOpinion && { secondOpinion: parts.secondOpinion }),
    reserve: CALLS_TO_ASK_AGAIN,
    ...(input.signal && { signal: input.signal }),
  })
  let step = await direct.next()
  while (!step.done) {
    yield { type: 'delta', attempt: id, text: step.value }
    step = await direct.next()
  }
  return step.value
}

/** The refusal that led to the clarifying question or the appeal, as it was stored. */
function recall(attempts: Earlier['attempts'], input: RespondInput, parts: RespondParts): AttemptResult {
  const attempt = attempts[0]
  if (!attempt) throw new Error('An exchange that is open again has at least one attempt.')
  const assessment = parts.detector.classify(attempt.completion, input.request.prompt)
  return {
    attempt,
    assessment: {
      ...assessment,
      verdict: attempt.verdict,
      confidence: attempt.confidence,
      reason: attempt.verdictReason,
      // It was acted on before: what is heard again is not doubted again.
      sure: true,
    },
    shown: false,
    reachedLimit: false,
  }
}

/** The ending of an exchange whose first attempt needs no second hearing; `undefined` for a refusal. */
function endingOf(first: AttemptResult, model: string): Omit<Ending, 'attempts'> | undefined {
  const { assessment, attempt, failure } = first
  if (failure) return failed(failure.code, failure.message)
  if (assessment.reason === 'empty') {
    return failed(
      'empty',
      `${model} returned an empty answer. Try again, or choose another model with /model.`,
    )
  }
  if (assessment.reason === 'derailed' && !first.shown) {
    return failed(
      'derailed',
      `${model} returned no usable text. Try again, or choose another model with /model.`,
    )
  }
  if (assessment.verdict === 'full_compliance' || assessment.reason === 'derailed') {
    return {
      outcome: 'answered',
      answer: attempt.completion,
      shownAttempt: attempt.id,
      notes: limitNotes(first),
    }
  }
  if (!assessment.sure) {
    return {
      outcome: assessment.verdict === 'partial_refusal' ? 'partly_answered' : 'refusal_stands',
      answer: readable(attempt),
      shownAttempt: attempt.id,
      notes: [UNCLEAR_NOTE, ...limitNotes(first)],
    }
  }
  return undefined
}

function failed(code: string, message: string): Omit<Ending, 'attempts'> {
  return { outcome: 'failed', failure: { code, message }, notes: [] }
}

function levelOf(screening: Pick<Screening, 'level' | 'sure'>): Pick<Done, 'level' | 'levelSure'> {
  return { level: screening.level, levelSure: screening.sure }
}

/** The strategies to try, and the policy's choice where it is that which orders them. */
function orderFor(
  input: RespondInput,
  model: ChatModel,
  screening: Screening,
  { policy, requestType }: Pick<RespondParts, 'policy' | 'requestType'>,
): { readonly order: readonly string[]; readonly choice?: Choice } {
  const { request, strategy, earlier } = input
  if (strategy === 'none') return { order: [] }
  const choice = policy.choose({
    family: model.family,
    scripted: model.kind === 'scripted',
    type: requestType(request.prompt),
    level: screening.level,
    sure: screening.sure,
    clarified: request.clarification !== undefined,
  })
  const { order } = choice
  const chose = strategy === 'auto' && order.length > 0 ? { choice } : {}
  if (earlier?.appealed) return { order: orderAfterAppeal(order, strategy, earlier.attempts), ...chose }
  // A strategy asked for by name is still bound by the gate: "not sure" only ever asks the user.
  if (strategy === 'auto' || !screening.sure || order.length === 0) return { order, ...chose }
  return { order: [strategy] }
}
