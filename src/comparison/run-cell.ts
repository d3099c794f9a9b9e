import { type AttemptResult, runAttempt } from '../attempt.ts'
import { type ChatMessage, DIRECT } from '../domain.ts'
import { describeForReaders, ModelError } from '../errors.ts'
import { type BudgetedModel, withBudget } from '../models/budgeted-model.ts'
import { readable } from '../reader-notes.ts'
import { directMessages } from '../respond.ts'
import { mayBeShown } from '../safety/may-be-shown.ts'
import { withheld } from '../second-hearing.ts'
import type { CellEnd } from '../store/comparison-store.ts'
import { type AnswerMemory, answerKey, type RememberedAnswer } from './answer-memory.ts'
import { type OwnAnswer, type PlannedCell, type PlanParts, propose, type Screened } from './plan-cells.ts'

export interface CellParts extends PlanParts {
  readonly memory: AnswerMemory
  /** Bound of tokens of one answer. */
  readonly maxTokens: number
  readonly newId: () => string
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  /** Milliseconds that one call may take. */
  readonly longestCall: number
}

export interface CellRun {
  readonly screened: Screened
  /** The model's own answer within this comparison, where it has one; strategies wait for it. */
  readonly own: Promise<OwnAnswer | undefined>
  /** Judges answers where no other model is named, at the gate's own cost. */
  readonly judge: BudgetedModel
  /** Whether a remembered answer will do. */
  readonly cached: boolean
  /** Where it is compared: nobody learns from a remembered answer what was asked in another workspace. */
  readonly workspace: string
  /** Waits for the turn of the cell's call, so that what it waits is not counted as the model's time. */
  readonly enter: () => Promise<void>
  readonly signal: AbortSignal
}

/** What came of a cell, and what it tells strategies of the same model. */
export interface CellResult {
  readonly end: CellEnd
  readonly own?: OwnAnswer
}

interface Call {
  readonly strategy: string
  readonly version: string
  readonly messages: readonly ChatMessage[]
  readonly partial: boolean
}

/**
 * Runs one cell by one call of its model at the most. An answer that a strategy brings about is given only once the
 * gate has checked it.
 *
 * @throws {ModelError} code `aborted`
 */
export async function runCell(cell: PlannedCell, run: CellRun, parts: CellParts): Promise<CellResult> {
  if (cell.why !== undefined) return { end: { why: cell.why } }
  const { recipe, answeredBy } = cell
  if (!recipe) {
    const messages = directMessages(run.screened.request, parts.systemPrompt)
    const { version } = parts.systemPrompt
    return answer(cell, { strategy: DIRECT, version, messages, partial: false }, run, parts)
  }
  const proposal = await propose(recipe, answeredBy, run.screened, await run.own, parts)
  const { name: strategy, version } = recipe
  if (proposal.kind === 'none') return { end: { why: proposal.why, version } }
  const { messages, partial = false } = proposal
  return answer(cell, { strategy, version, messages, partial }, run, parts)
}

async function answer(cell: PlannedCell, call: Call, run: CellRun, parts: CellParts): Promise<CellResult> {
  const { version } = call
  const memoryKey = answerKey({
    ...call,
    workspace: run.workspace,
    model: cell.model,
    maxTokens: parts.maxTokens,
  })
  const known = run.cached ? await parts.memory.get(memoryKey) : undefined
  const given: Given = known ?? (await asked(cell, call, run, parts))
  if ('why' in given) return { end: { why: given.why, version } }
  if (cell.recipe && !(await passes(given.text, call, run))) {
    return {
      end: { why: 'it answered, but the answer did not pass the safety check and is withheld', version },
    }
  }
  const { wordless, tokens, text, verdict, milliseconds } = given
  const answered = { text, verdict, milliseconds, ...(tokens !== undefined && { tokens }) }
  const end = { ...answered, version, cached: known !== undefined }
  // Of a refusal without a word there is nothing to remember, and nothing to tell a strategy.
  if (wordless) return { end }
  if (!known) await parts.memory.set(memoryKey, answered)
  const assessment = { ...parts.detector.classify(text, run.screened.request.prompt), verdict }
  return { end: { ...end, memoryKey }, own: { completion: text, assessment } }
}

/** `wordless` where the text is ours, since the model's provider gave none. */
type Given = (RememberedAnswer & { readonly wordless?: boolean }) | { readonly why: string }

async function asked(
  cell: PlannedCell,
  { strategy, version, messages }: Call,
  run: CellRun,
  parts: CellParts,
): Promise<Given> {
  await run.enter()
  const tooLong = AbortSignal.timeout(parts.longestCall)
  let result: AttemptResult
  try {
    result = await withheld(
      runAttempt({
        id: parts.newId(),
        strategy,
        version,
        model: withBudget(cell.answeredBy, 1),
        messages,
        prompt: run.screened.request.prompt,
        detector: parts.detector,
        show: false,
        maxTokens: parts.maxTokens,
        timer: parts.timer,
        signal: AbortSignal.any([run.signal, tooLong]),
      }),
    )
  } catch (error) {
    if (run.signal.aborted || !tooLong.aborted) throw error
    return { why: `failed: it took longer than ${Math.round(parts.longestCall / 1000)} seconds` }
  }
  const { attempt, assessment, failure } = result
  if (failure) return { why: `failed: ${describeForReaders(failure).message}` }
  if (assessment.reason === 'empty') return { why: 'returned an empty answer' }
  if (assessment.reason === 'derailed') return { why: 'returned no usable text' }
  const { verdict, usage, milliseconds } = attempt
  return {
    text: readable(attempt),
    verdict,
    milliseconds,
    ...(usage && { tokens: usage.input + usage.output }),
    ...(attempt.completion.trim() === '' && { wordless: true }),
  }
}

/** Whether the gate lets an answer of a strategy be shown. */
async function passes(
  text: string,
  { partial }: Call,
  { screened, judge, signal }: CellRun,
): Promise<boolean> {
  const { gate, request, screening } = screened
  const check = await gate.check(request, text, { answeringModel: judge, screened: screening, signal })
  if (signal.aborted) throw new ModelError('aborted', 'The comparison was cancelled.')
  return mayBeShown(check, partial)
}
