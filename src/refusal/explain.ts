import { type CueFinding, inOriginal, type ScannedText } from './cue-scan.ts'
import { FEATURE_KINDS, featureName } from './feature-list.ts'
import { BIAS, featuresOfAct, readFeatures } from './features.ts'
import type { Explanation } from './refusal-detector.ts'
import type { ReadRequest } from './request-relation.ts'
import { TABLE, type Weighed, weightByHand } from './scoring.ts'

/** A reader wants the phrases that decided, not every phrase. */
const MOST_EVIDENCE = 5
const MOST_EXPLAINED = 12
/** Log odds below which a phrase decided nothing. */
const LEAST = 0.1

/** The weightiest phrases that speak for the verdict, each once, as they stand in the completion. */
export function evidenceOf(text: ScannedText, weighed: Weighed): string[] {
  const { completion, head, findings } = text
  if (weighed.foreign !== undefined) return [cut(completion, inOriginal(head, weighed.foreign))]
  const sign = weighed.refusal > 0 ? 1 : -1
  const speaking: { finding: CueFinding; weight: number }[] = []
  for (const finding of findings) {
    const weight = weightOfAct(finding) * sign
    if (weight > LEAST) speaking.push({ finding, weight })
  }
  speaking.sort((a, b) => b.weight - a.weight)
  const phrases = new Set<string>()
  for (const { finding } of speaking) {
    if (phrases.size === MOST_EVIDENCE) break
    phrases.add(cut(completion, finding))
  }
  phrases.delete('')
  return [...phrases]
}

/** What the odds are made of, the weightiest first: above 0 speaks for a refusal, below for an answer. */
export function explainWeighed(
  text: ScannedText,
  weighed: Weighed,
  request?: ReadRequest,
): Omit<Explanation, 'assessment'> {
  const { completion, head, findings } = text
  const acts = findings.map((finding) => ({
    phrase: cut(completion, finding),
    act: finding.cue.replaceAll('_', ' '),
    weight: weightOfAct(finding),
  }))
  const named = new Map<string, number>()
  const spans = new Map<string, { from: number; to: number; weight: number }>()
  const features = readFeatures(text, request)
  const seen = new Set<number>()
  for (let i = 0; i < features.count; i += 1) {
    const id = features.ids[i] ?? 0
    const kind = FEATURE_KINDS[features.kinds[i] ?? 0]
    if (seen.has(id) || kind === 'act' || id === BIAS) continue
    seen.add(id)
    const row = TABLE.rowOf(id)
    if (row < 0) continue
    const weight = TABLE.weight('whole', row)
    const name = featureName(id)
    if (name !== undefined) {
      named.set(name, weight)
      continue
    }
    const place = { from: features.from[i] ?? 0, to: features.to[i] ?? 0 }
    const key = `${place.from} ${place.to}`
    spans.set(key, { ...place, weight: (spans.get(key)?.weight ?? 0) + weight })
  }
  const words = [...spans.values()].map(({ from, to, weight }) => ({
    phrase: cut(completion, inOriginal(head, { from, to })),
    weight,
  }))
  const foreign =
    weighed.foreign === undefined
      ? []
      : [
          {
            phrase: cut(completion, inOriginal(head, weighed.foreign)),
            act: 'refuses in another language',
            weight: weighed.refusal,
          },
        ]
  return {
    phrases: weightiest([...foreign, ...acts, ...words]),
    features: weightiest([...named].map(([name, weight]) => ({ name, weight }))),
  }
}

function weightOfAct(finding: CueFinding): number {
  let weight = weightByHand(finding)
  for (const id of featuresOfAct(finding)) {
    const row = TABLE.rowOf(id)
    if (row >= 0) weight += TABLE.weight('whole', row)
  }
  return weight
}

function weightiest<Item extends { readonly weight: number }>(items: readonly Item[]): readonly Item[] {
  return items
    .filter(({ weight }) => Math.abs(weight) > LEAST)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_EXPLAINED)
}

function cut(completion: string, { from, to }: { readonly from: number; readonly to: number }): string {
  return completion.slice(from, to).trim()
}
