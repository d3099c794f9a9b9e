import { expect, it } from 'vitest'
import { digestOf } from '../../../src/digest.ts'
import * as weights from '../../../src/safety/likelihood/weights.ts'
import { gateWeightsDigest } from '../../../src/safety/likelihood/weights-digest.ts'

it('names the gate’s weights by everything that its fit wrote', () => {
  expect(gateWeightsDigest()).toBe(digestOf({ ...weights }))
  for (const part of Object.keys(weights))
    expect(gateWeightsDigest()).not.toBe(digestOf({ ...weights, [part]: 'refitted' }))
})
