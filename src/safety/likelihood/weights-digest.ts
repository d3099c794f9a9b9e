import { digestOf } from '../../digest.ts'
import * as weights from './weights.ts'

/** Of the gate's weights as they are loaded: another fit is another gate, whatever the version says. */
export function gateWeightsDigest(): string {
  // In an order of our own: how a module's exports follow one another depends on who loads it.
  return digestOf(Object.entries(weights).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
