import { digestOf } from '../../digest.ts'
import * as weights from './weights.ts'

/** Of the gate's weights as they are loaded: another fit is another gate, whatever the version says. */
export function gateWeightsDigest(): string {
  return digestOf({ ...weights })
}
