import type { Request } from '../domain.ts'
import type { ModelError, ModelErrorCode } from '../errors.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Done } from '../reply-events.ts'
import { directMessages, type RespondInput, type RespondParts, respond } from '../respond.ts'
import type { SafetyGate } from '../safety/safety-gate.ts'
import { POLICY_WITHOUT_GATE, strategyOf } from './arms.ts'
import { CellClock } from './cell-clock.ts'
import { openGate, openScreening } from './open-gate.ts'
import { type CellVerdicts, type Seen, seenOf, verdictsOf } from './outcome.ts'
import type { PlannedCell, Unit } from './plan.ts'
import { type CallBook, callDigest, type Meter, recordingModel } from './recorder.ts'
import { replyOf, scriptFor, type Users } from './simulated-user.ts'
import type { Cell } from './types.ts'

/** What stops a whole run: no other cell would fare better. */
const STOPS_RUN: ReadonlySet<ModelErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'unknown_model',
  'no_credit',
  'rate_limited',
])

/** Failures after which nothing is known of the arm, even where the flow could fall back on the first answer. */
const TELLS_NOTHING: ReadonlySet<ModelErrorCode> = new Set([
  'unavailable',
  'connection',
  'timeout',
  'not_recorded',
])

export interface CellParts {
  /** The flow, without what is made anew for every cell. */
  readonly flow: Omit<RespondParts, 'gate' | 'timer' | 'newId'>
  /** The gate of the configuration, with guard and judge as `wrap` makes them. */
  readonly openGate: (wrap: (model: ChatModel) => ChatModel) => SafetyGate
  /** Who decides where the detector abstains, where the configuration names somebody. */
  readonly openSecondOpinion?: (wrap: (model: ChatModel) => ChatModel) => Pick<RespondParts, 'secondOpinion'>
  /** Keeps a model to its provider's pace; `waited` is told what was waited for a turn, in milliseconds. */
  readonly paced: (model: ChatModel, waited: (milliseconds: number) => void) => ChatModel
  /** Other verdicts than the detector's on what the reader sees. */
  readonly judge: (seen: Seen, wrap: (model: ChatModel) => ChatModel) => Promise<CellVerdicts>
  readonly users: Users
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  readonly signal: AbortSignal
}

/**
 * Fills one cell by the same flow that people meet. The first, direct answer comes from the book where another arm of
 * this item and model was given one: arms then differ by nothing but what they do with it.
 *
 * @throws {ModelError} code `aborted`, or a code after which no other cell would fare better
 */
export async function runCell(
  unit: Unit,
  planned: PlannedCell,
  model: ChatModel,
  book: CallBook,
  parts: CellParts,
): Promise<Cell> {
  const { item } = unit
  const { arm } = planned
  const clock = new CellClock(parts.timer)
  const meter: Meter = { calls: 0, input: 0, output: 0 }
  const request: Request = { prompt: item.prompt, conversation: item.conversation ?? [], trusted: {} }
  const first = callDigest(model.id, directMessages(request, parts.flow.systemPrompt), {
    maxTokens: parts.flow.maxTokens,
  })
  const measured = (each: ChatModel) =>
    recordingModel(
      parts.paced(each, (milliseconds) => clock.shift(-milliseconds)),
      {
        book,
        scope: (digest, nth) => (digest === first && nth === 0 ? 'direct' : arm),
        clock,
        meter,
      },
    )
  let attempts = 0
  const withoutGate = arm === POLICY_WITHOUT_GATE
  const flow: RespondParts = {
    ...parts.flow,
    gate: withoutGate ? openGate : parts.openGate(measured),
    ...parts.openSecondOpinion?.(measured),
    ...(withoutGate && { screenInProcess: () => openScreening }),
    timer: clock.now,
    newId: () => `${planned.id}:${++attempts}`,
  }
  const input = {
    exchangeId: planned.id,
    model: measured(model),
    strategy: strategyOf(arm),
    signal: parts.signal,
  }

  const started = clock.now()
  let done = await endOf({ ...input, request }, flow)
  const script = done.question && scriptFor(item, parts.users)
  const reply = done.question && script && replyOf(script, item, done.question)
  if (done.question && reply !== undefined) {
    const { question, level, attempts: earlier, calls } = done
    const clarified = { ...request, clarification: { question, reply }, ...(level && { levelFloor: level }) }
    done = await endOf({ ...input, request: clarified, earlier: { attempts: earlier, calls } }, flow)
  }
  const milliseconds = Math.round((clock.now() - started) * 10) / 10
  stopWhereHopeless(meter.failure)

  const failure = done.failure?.code ?? unknownBecauseOf(meter.failure)
  const ended = failure === undefined ? done : { ...done, outcome: 'failed' as const }
  // Of a call that broke down there is nothing to judge; an empty or garbled answer is one.
  const broke = failure !== undefined && failure !== 'empty' && failure !== 'derailed'
  const seen = broke ? undefined : seenOf(ended, item, model)
  const judged = seen && (await judgements(seen, book, parts))
  return {
    item: item.id,
    model: model.id,
    arm,
    ...(script && { user: script }),
    outcome: ended.outcome,
    ...(done.level && !withoutGate && { level: done.level }),
    ...verdictsOf(ended),
    ...(judged && Object.keys(judged).length > 0 && { judged }),
    attempts: done.attempts,
    asked: script !== undefined,
    calls: meter.calls,
    tokens: { input: meter.input, output: meter.output },
    milliseconds,
    ...(failure !== undefined && { failure }),
  }
}

async function endOf(input: RespondInput, flow: RespondParts): Promise<Done> {
  for await (const event of respond(input, flow)) if (event.type === 'done') return event
  throw new Error('The flow ended without an outcome.')
}

/** Other judges' verdicts. Their calls are kept like all others, and are no cost of the arm; equal texts are judged once. */
async function judgements(seen: Seen, book: CallBook, parts: CellParts): Promise<CellVerdicts> {
  const clock = new CellClock(parts.timer)
  const meter: Meter = { calls: 0, input: 0, output: 0 }
  const verdicts = await parts.judge(seen, (model) =>
    recordingModel(
      parts.paced(model, () => undefined),
      { book, scope: () => 'judge', clock, meter },
    ),
  )
  stopWhereHopeless(meter.failure)
  return verdicts
}

function stopWhereHopeless(failure: ModelError | undefined): void {
  if (failure && STOPS_RUN.has(failure.code)) throw failure
}

function unknownBecauseOf(failure: ModelError | undefined): string | undefined {
  return failure && TELLS_NOTHING.has(failure.code) ? failure.code : undefined
}
