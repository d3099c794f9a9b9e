import type { Proposal, Strategy, StrategyTools } from '../../strategies/strategy.ts'
import { DIRECT, type Request } from '../domain.ts'
import { ModelError } from '../errors.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Policy } from '../policy/policy.ts'
import type { Assessment, RefusalDetector } from '../refusal/refusal-detector.ts'
import type { SafetyGate, Screening } from '../safety/safety-gate.ts'
import type { CellName } from '../store/comparison-store.ts'
import type { SystemPrompt } from '../system-prompt.ts'
import { notAdmitted } from './admit-cells.ts'
import type { WantedCells } from './read-order.ts'

/** Strategies beside `direct` where nobody names any. */
const BY_DEFAULT = 2

export interface PlanParts {
  readonly strategies: readonly Strategy[]
  readonly policy: Policy
  /** The kind of request, as far as its words tell. */
  readonly requestType: (prompt: string) => string
  readonly detector: RefusalDetector
  readonly screenInProcess: (request: Request) => Screening
  readonly systemPrompt: SystemPrompt
}

/** A request on which the gate has spoken. */
export interface Screened {
  readonly request: Request
  readonly screening: Screening
  readonly gate: SafetyGate
}

export interface PlannedCell extends CellName {
  readonly answeredBy: ChatModel
  /** Absent for `direct`. */
  readonly recipe?: Strategy
  /** Why nothing is asked, where nothing is. */
  readonly why?: string
}

/** What is known of a model's own answer when a strategy is proposed. */
export interface OwnAnswer {
  readonly completion: string
  readonly assessment: Assessment
}

/** Which cells are asked, and why the others are not. Asks no model. */
export async function planCells(
  wanted: WantedCells,
  preferred: string,
  screened: Screened,
  parts: PlanParts,
): Promise<readonly PlannedCell[]> {
  const planned = await Promise.all(
    wanted.models.map(async (model) => {
      if (wanted.strategies) return cellsOf(model, wanted.strategies, screened, parts)
      const fitting = await cellsOf(model, order(model, preferred, screened, parts), screened, parts)
      const asked = fitting.filter(({ why }) => why === undefined).slice(0, BY_DEFAULT)
      return [...(await cellsOf(model, [DIRECT], screened, parts)), ...asked]
    }),
  )
  return planned.flat()
}

function order(
  { family, kind }: ChatModel,
  preferred: string,
  { request, screening }: Screened,
  { policy, requestType }: PlanParts,
): readonly string[] {
  const first = preferred === 'auto' || preferred === DIRECT ? [] : [preferred]
  const { level, sure } = screening
  const type = requestType(request.prompt)
  const { order } = policy.choose({
    family,
    scripted: kind === 'scripted',
    type,
    level,
    sure,
    clarified: false,
  })
  return [...new Set([...first, ...order])]
}

async function cellsOf(
  model: ChatModel,
  names: readonly string[],
  screened: Screened,
  parts: PlanParts,
): Promise<readonly PlannedCell[]> {
  return Promise.all(
    names.map(async (strategy) => {
      const cell = { answeredBy: model, model: model.id, scripted: model.kind === 'scripted', strategy }
      const recipe = parts.strategies.find(({ name }) => name === strategy)
      const why =
        notAdmitted(strategy, screened.screening, parts.strategies) ??
        (recipe && (await whyNot(recipe, model, screened, parts)))
      return { ...cell, ...(recipe && { recipe }), ...(why !== undefined && { why }) }
    }),
  )
}

async function whyNot(
  recipe: Strategy,
  model: ChatModel,
  screened: Screened,
  parts: PlanParts,
): Promise<string | undefined> {
  const proposal = await propose(recipe, model, screened, undefined, parts)
  return proposal.kind === 'reprompt' ? undefined : proposal.why
}

export type CellProposal = Extract<Proposal, { kind: 'reprompt' }> | { readonly kind: 'none'; why: string }

/**
 * How a strategy would ask. Its single call has to be its answer: a helper call of its own is turned down. Where the
 * model's own answer is not known, nothing is said of it.
 */
export async function propose(
  recipe: Strategy,
  model: ChatModel,
  { request, screening }: Screened,
  own: OwnAnswer | undefined,
  parts: PlanParts,
): Promise<CellProposal> {
  let wantsHelp = false
  const tools: StrategyTools = {
    systemPrompt: parts.systemPrompt.text,
    async complete() {
      wantsHelp = true
      throw new ModelError('budget_spent', 'A comparison has one call for each answer.')
    },
    screen: async (text) => parts.screenInProcess(text),
  }
  const { completion, assessment } = own ?? {
    completion: '',
    assessment: parts.detector.classify('', request.prompt),
  }
  const refusal = { request, screening, family: model.family, completion, assessment }
  const proposal = await recipe.propose(refusal, tools)
  if (wantsHelp) return { kind: 'none', why: 'not tried: it needs a call of its own before it asks again' }
  if (proposal.kind === 'question')
    return { kind: 'none', why: 'not tried: it would ask you a question first' }
  return proposal.kind === 'reprompt' ? proposal : { kind: 'none', why: `does not apply: ${proposal.reason}` }
}
