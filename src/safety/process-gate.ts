import type { Request } from '../domain.ts'
import { checkAnswer } from './check-answer.ts'
import type { Screening } from './safety-gate.ts'
import { screenRequest } from './screen-request.ts'

/** The gate that needs no model: rules over word senses. Pure functions; never throws. */
export interface ProcessGate {
  screen(request: Request): Screening
  check(request: Request, answer: string): Screening
}

/** The gate of this program itself, for callers that may not wait. */
export function createProcessGate(): ProcessGate {
  return { screen: screenRequest, check: checkAnswer }
}
