import { digestOf } from '../digest.ts'
import type { Arm, Item } from './types.ts'

/** All arms of one item with one model. They share the first, direct answer, and so run one after the other. */
export interface Unit {
  readonly item: Item
  readonly model: string
  /** The same for the same content, whatever else is in the plan. */
  readonly id: string
}

/** One cell that is to be filled. */
export interface PlannedCell {
  readonly id: string
  readonly arm: Arm
}

/** Every item with every model; the models take turns, so that each provider has work from the first moment on. */
export function unitsOf(items: readonly Item[], models: readonly string[]): readonly Unit[] {
  return items.flatMap((item) => models.map((model) => ({ item, model, id: unitId(item, model) })))
}

export function cellsOf(unit: Unit, arms: readonly Arm[]): readonly PlannedCell[] {
  return arms.map((arm) => ({ id: cellId(unit.id, arm), arm }))
}

/** Twelve bytes: among a million units a collision has a chance of 10^-17. */
const ID_LENGTH = 24

function unitId({ id, prompt, safe, conversation }: Item, model: string): string {
  return digestOf([id, prompt, safe, conversation ?? [], model]).slice(0, ID_LENGTH)
}

export function cellId(unit: string, arm: Arm): string {
  return `${unit}:${arm}`
}
