import { contextual } from './contextual.ts'
import { fewShot } from './few-shot.ts'
import { intent } from './intent.ts'
import { interactive } from './interactive.ts'
import { partialHelp } from './partial-help.ts'
import { checkRegistry } from './registry-rules.ts'
import { rephrase } from './rephrase.ts'
import { senseNote } from './sense-note.ts'
import type { Strategy } from './strategy.ts'

/** Every strategy there is. A new one is a file beside this one and a line here. */
export const STRATEGIES: readonly Strategy[] = checkRegistry([
  fewShot,
  contextual,
  interactive,
  intent,
  senseNote,
  rephrase,
  partialHelp,
])

const BY_NAME: ReadonlyMap<string, Strategy> = new Map(
  STRATEGIES.map((strategy) => [strategy.name, strategy]),
)

/** The strategy of this name, or `undefined`. */
export function strategyNamed(name: string): Strategy | undefined {
  return BY_NAME.get(name)
}
