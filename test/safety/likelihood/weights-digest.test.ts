import { expect, it } from 'vitest'
import { digestOf } from '../../../src/digest.ts'
import * as weights from '../../../src/safety/likelihood/weights.ts'
import { gateWeightsDigest } from '../../../src/safety/likelihood/weights-digest.ts'

/** As the digest is made, whatever order a module loader gives the exports in. */
const digestOfParts = (parts: object) =>
  digestOf(Object.entries(parts).toSorted(([one], [other]) => (one < other ? -1 : 1)))

it('names the gate’s weights by everything that its fit wrote', () => {
  expect(gateWeightsDigest()).toBe(digestOfParts(weights))
  expect(gateWeightsDigest()).toBe(digestOfParts(Object.fromEntries(Object.entries(weights).toReversed())))
  for (const part of Object.keys(weights))
    expect(gateWeightsDigest()).not.toBe(digestOfParts({ ...weights, [part]: 'refitted' }))
})
