import type { Strategy } from '../../strategies/strategy.ts'
import type { ModelChoice } from '../bot-types.ts'
import { type ComparisonOrder, MOST_COMPARED } from '../comparison-types.ts'
import { DIRECT } from '../domain.ts'
import { InputError, ModelError } from '../errors.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { nearestName } from '../nearest-name.ts'

export interface OrderParts {
  readonly models: { get(id: string): ChatModel; choices(): readonly ModelChoice[] }
  readonly strategies: readonly Pick<Strategy, 'name'>[]
}

/** What is set at the place. */
export interface PlaceChoice {
  readonly model: string
  /** A strategy by name, `auto`, or `none` where asking again is turned off. */
  readonly strategy: string
}

/** What somebody wants compared: every model with every strategy. */
export interface WantedCells {
  readonly models: readonly ChatModel[]
  /** Absent where nobody named any: then they depend on the request. */
  readonly strategies?: readonly string[]
}

/** The setting of a place in which nothing is asked again. */
const OFF = 'none'

/** @throws {InputError} in one line, saying what to do */
export function readOrder(order: ComparisonOrder, at: PlaceChoice, parts: OrderParts): WantedCells {
  const models = modelsOf(order, at, parts)
  const strategies = strategiesOf(order, at, models.length, parts)
  const many = models.length * (strategies?.length ?? 2)
  if (many > MOST_COMPARED) {
    throw new InputError(
      `That makes ${many} answers, and at most ${MOST_COMPARED} can be compared side by side. Name fewer models or strategies.`,
    )
  }
  if (many < 2) {
    throw new InputError(
      at.strategy === OFF
        ? 'Asking again is turned off here, so strategies are not compared. Name two models, as models:one,other.'
        : 'That is one answer, and it takes two to compare. Name another strategy or another model.',
    )
  }
  return { models, ...(strategies && { strategies }) }
}

/** Each once, whatever it is called: two answers of one contender say nothing of how it stands. */
function modelsOf(order: ComparisonOrder, at: PlaceChoice, parts: OrderParts): readonly ChatModel[] {
  const wanted = named(order.models ?? [at.model]).map((id) => modelOf(id, at, parts))
  return [...new Map(wanted.map((model) => [model.id, model])).values()]
}

function named(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]
}

function strategiesOf(
  order: ComparisonOrder,
  at: PlaceChoice,
  models: number,
  { strategies }: OrderParts,
): readonly string[] | undefined {
  const known = [DIRECT, ...strategies.map(({ name }) => name)]
  const asked = [...new Set(named(order.strategies ?? []).map((name) => strategyOf(name, known)))]
  if (at.strategy === OFF && asked.some((name) => name !== DIRECT)) {
    throw new InputError(
      'Asking again is turned off here, so strategies are not compared. Models can be: models:one,other.',
    )
  }
  if (asked.length > 0) return asked
  // Several models are asked as they are, unless somebody wants more.
  return at.strategy === OFF || models > 1 ? [DIRECT] : undefined
}

function strategyOf(name: string, known: readonly string[]): string {
  const found = known.find((one) => one === name.toLowerCase())
  if (found !== undefined) return found
  const near = nearestName(name, known)
  throw new InputError(
    `There is no strategy “${name.slice(0, 40)}”${near === undefined ? '.' : `; did you mean ${near}?`} Known are ${known.join(', ')}.`,
  )
}

/** @throws {InputError} where there is no such model, or it cannot be used */
function modelOf(id: string, at: PlaceChoice, { models }: OrderParts): ChatModel {
  const wanted = id === 'default' ? at.model : id
  const choices = models.choices()
  const offered = choices.find((choice) => choice.id === wanted)
  if (offered?.unavailable !== undefined) {
    throw new InputError(`${wanted} cannot be used yet: ${offered.unavailable}.`)
  }
  try {
    return models.get(wanted)
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const near = nearestName(
      wanted,
      choices.map((choice) => choice.id),
    )
    throw new InputError(
      near === undefined
        ? error.message
        : `There is no model “${wanted.slice(0, 80)}”; did you mean ${near}?`,
    )
  }
}
