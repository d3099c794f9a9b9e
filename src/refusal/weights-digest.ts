import { digestOf } from '../digest.ts'
import weights from './weights.json' with { type: 'json' }

/** Of the detector's weights as they are loaded: another fit is another detector, whatever the version says. */
export function detectorWeightsDigest(): string {
  return digestOf(weights)
}
