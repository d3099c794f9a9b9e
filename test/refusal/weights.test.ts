import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/digest.ts'
import { FeatureList } from '../../src/refusal/feature-list.ts'
import { WeightTable } from '../../src/refusal/weight-table.ts'
import { detectorWeightsDigest } from '../../src/refusal/weights-digest.ts'

const file = join(import.meta.dirname, '../../src/refusal/weights.json')
const base64 = (buffer: Buffer) => buffer.toString('base64')
const integers = (values: readonly number[], bytes: 2 | 4) => {
  const buffer = Buffer.alloc(values.length * bytes)
  values.forEach((value, i) => {
    if (bytes === 4) buffer.writeInt32LE(value, i * 4)
    else buffer.writeInt16LE(value, i * 2)
  })
  return base64(buffer)
}

const leavesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value]

describe('the weights that ship', () => {
  it('are named by a digest of the file itself, so that a refit has another', () => {
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    expect(detectorWeightsDigest()).toBe(digestOf(stored))
    expect(detectorWeightsDigest()).not.toBe(digestOf({ ...stored, unit: stored.unit * 2 }))
  })

  it('are a small file of numbers: no word of the data is in it', () => {
    expect(statSync(file).size).toBeLessThan(300_000)
    const { about, sets, ...rest } = JSON.parse(readFileSync(file, 'utf8'))
    expect(sets).toBe('xstest, xstest-replication-new, chatgpt-refusals, rbr-gold')
    expect(about.length).toBeLessThan(200)
    const { features, weights, ...numbers } = rest
    expect(leavesOf(numbers).every((leaf) => typeof leaf === 'number')).toBe(true)
    const count = Buffer.from(features, 'base64').length / 4
    for (const head of Object.values<string>(weights))
      expect(Buffer.from(head, 'base64').length / 2).toBe(count)
  })
})

describe('a table of weights', () => {
  const table = new WeightTable({
    features: integers([-70_000, -1, 0, 16, 32, 2_000_000_000], 4),
    weights: {
      opening: integers([1, 2, 3, 4, 5, 6], 2),
      whole: integers([-100, 200, 0, 400, 30_000, -30_000], 2),
      extent: integers([0, 0, 0, 0, 0, 7], 2),
    },
    unit: 0.01,
  })
  const sumOf = (ids: readonly number[]) => {
    const features = new FeatureList()
    for (const id of ids) features.add(id, 'words')
    return table.sum('whole', table.find(features))
  }

  it('sums the weights of what it knows, each once', () => {
    expect(sumOf([-70_000, -1, 16, 16, 99])).toBeCloseTo(5, 5)
    expect(sumOf([32, 2_000_000_000])).toBeCloseTo(0, 5)
    expect(sumOf([])).toBe(0)
  })

  it('counts again in the next text', () => {
    expect(sumOf([16])).toBeCloseTo(4, 5)
    expect(sumOf([16])).toBeCloseTo(4, 5)
  })

  it('tells how many of the words it knows', () => {
    const features = new FeatureList()
    for (const id of [16, 17, 18]) features.add(id, 'words')
    features.add(32, 'shape')
    expect(table.find(features)).toMatchObject({ words: 3, knownWords: 1 })
  })
})
