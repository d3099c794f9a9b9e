/** Fits the weights of the refusal detector to labelled completions. */
import { scanText } from '../src/refusal/cue-scan.ts'
import { FEATURE_KINDS, type FeatureKind } from '../src/refusal/feature-list.ts'
import { BIAS, readFeatures } from '../src/refusal/features.ts'
import { readRequest } from '../src/refusal/request-relation.ts'
import { oddsByHand } from '../src/refusal/scoring.ts'
import { HEADS, type Head } from '../src/refusal/weight-table.ts'
import { type Example, fitLogistic } from './logistic.ts'
import type { Labelled } from './refusal-data.ts'

/** How much one completion of a set counts. The sets beside XSTest's kind follow other labelling rules. */
const SET_WEIGHTS: Readonly<Record<string, number>> = {
  xstest: 1,
  'xstest-replication-new': 1,
  'chatgpt-refusals': 0.15,
  'rbr-gold': 0.2,
}
/** Values of features by their kind; the smaller, the more a weight is drawn to 0. */
const VALUES: Readonly<Record<FeatureKind, number>> = { words: 1, act: 0.7, shape: 0.7, relation: 1 }
/** A feature is weighed where completions to so many prompts have it: what fewer share is what they are about. */
const LEAST_PROMPTS = 8
/** In examples. */
const RIDGE = 7
/** The same where each set goes its own way, with twice the weights. */
const RIDGE_OF_OWN = 20
/** How much what is peculiar to one set's labels may deviate from what the sets share. */
const OWN_WAY = 0.6
/** The bias and the inclination of a set are not drawn to 0. */
const FREE = 0.01

/** Beginnings that are fitted along with the whole, in characters; the weights then hold for short texts too. */
const BEGINNINGS_OF_WHOLE = [80, 160]
/** Beginnings for the weights of the watch. */
export const BEGINNINGS = [40, 80, 160, 280]
/** The beginning that is also fitted with the request unknown. */
const ALONE = 160

export interface ReadText {
  readonly ids: Int32Array
  readonly values: Float32Array
  /** Log odds set by hand, which come on top of the calibrated ones. */
  readonly byHand: number
}

/** A labelled completion, read as the detector reads it. */
export interface Prepared {
  readonly row: Labelled
  readonly whole: ReadText
  /** As the whole, but with the request unknown. */
  readonly alone: ReadText
  readonly beginnings: ReadonlyMap<number, ReadText>
  readonly beginningAlone?: ReadText
}

/** Natural-log odds by feature, one map a question. */
export type Weights = Readonly<Record<Head, ReadonlyMap<number, number>>>

export function readText(completion: string, prompt?: string): ReadText {
  const scanned = scanText(completion)
  const request = prompt === undefined || prompt === '' ? undefined : readRequest(prompt)
  const list = readFeatures(scanned, request)
  const values = new Map<number, number>()
  for (let i = 0; i < list.count; i += 1)
    values.set(list.ids[i] ?? 0, VALUES[FEATURE_KINDS[list.kinds[i] ?? 0] ?? 'words'])
  return {
    ids: Int32Array.from(values.keys()),
    values: Float32Array.from(values.values()),
    byHand: oddsByHand(scanned, request),
  }
}

/** The first characters of a completion, up to the end of a word. */
export function beginningOf(completion: string, length: number): string {
  const text = completion.trimStart()
  return text.length <= length ? text : text.slice(0, length).replace(/\S*$/, '')
}

export function prepare(row: Labelled): Prepared {
  const { completion, prompt } = row
  const beginnings = BEGINNINGS.filter((length) => completion.length > length * 1.1)
  return {
    row,
    whole: readText(completion, prompt),
    alone: readText(completion),
    beginnings: new Map(
      beginnings.map((length) => [length, readText(beginningOf(completion, length), prompt)]),
    ),
    ...(beginnings.includes(ALONE) && { beginningAlone: readText(beginningOf(completion, ALONE)) }),
  }
}

/** Fits all three heads: whether a beginning refuses, whether a whole does, and whether a refusal is partial. */
export function fitWeights(prepared: readonly Prepared[], heads: readonly Head[] = HEADS): Weights {
  const vocabulary = vocabularyOf(prepared)
  const fitter = new Fitter(vocabulary, [...new Set(prepared.map(({ row }) => row.set))])
  const refuses = ({ row }: Prepared): boolean => row.verdict !== 'full_compliance'
  const fits: Record<Head, () => Map<number, number>> = {
    opening: () =>
      fitter.weights(
        prepared.flatMap((each) => {
          const texts = [...each.beginnings.values(), ...(each.beginningAlone ? [each.beginningAlone] : [])]
          const all = texts.length === 0 ? [each.whole] : texts
          return all.map((text) => ({ each, text, share: 1 / all.length, positive: refuses(each) }))
        }),
      ),
    // Two fits with an equal voice: one across the sets, also of beginnings, and one that lets each set go its way.
    whole: () =>
      mean(
        fitter.weights(
          prepared.flatMap((each) => {
            const begun = BEGINNINGS_OF_WHOLE.map((length) => each.beginnings.get(length))
            const texts = [each.whole, each.alone, ...begun].filter((text) => text !== undefined)
            return texts.map((text) => ({ each, text, share: 1 / texts.length, positive: refuses(each) }))
          }),
        ),
        fitter.weights(
          prepared.map((each) => ({ each, text: each.whole, share: 1, positive: refuses(each) })),
          'xstest',
        ),
      ),
    extent: () =>
      fitter.weights(
        prepared.filter(refuses).map((each) => ({
          each,
          text: each.whole,
          share: 1,
          positive: each.row.verdict === 'partial_refusal',
        })),
      ),
  }
  const fitted = (head: Head): Map<number, number> => (heads.includes(head) ? fits[head]() : new Map())
  return { opening: fitted('opening'), whole: fitted('whole'), extent: fitted('extent') }
}

/** The log odds of one text under weights by feature. */
export function logitOf(weights: ReadonlyMap<number, number>, { ids }: ReadText): number {
  let logit = 0
  for (const id of ids) logit += weights.get(id) ?? 0
  return logit
}

interface Task {
  readonly each: Prepared
  readonly text: ReadText
  /** Of the weight of its completion. */
  readonly share: number
  readonly positive: boolean
}

class Fitter {
  readonly #vocabulary: ReadonlyMap<number, number>
  readonly #sets: readonly string[]
  readonly #valueOf = new Map<number, number>()

  constructor(vocabulary: ReadonlyMap<number, number>, sets: readonly string[]) {
    this.#vocabulary = vocabulary
    this.#sets = sets
  }

  /**
   * Weights of what the sets share, each of which has an inclination of its own. Where `towards` names a set, every
   * set also has its own way with every feature, and the weights are the shared ones with that set's (Daumé 2007).
   */
  weights(tasks: readonly Task[], towards?: string): Map<number, number> {
    const size = this.#vocabulary.size
    const own = towards !== undefined
    const total = size + this.#sets.length * (own ? size : 1)
    const examples = tasks.map((task) => this.#example(task, own))
    const bias = this.#vocabulary.get(BIAS)
    const found = fitLogistic(examples, total, (i) =>
      i === bias || (!own && i >= size) ? FREE : own ? RIDGE_OF_OWN : RIDGE,
    )
    const set = own ? this.#sets.indexOf(towards) : -1
    const weights = new Map<number, number>()
    for (const [id, index] of this.#vocabulary) {
      const peculiar = set < 0 ? 0 : OWN_WAY * (found[size + set * size + index] ?? 0)
      const weight = ((found[index] ?? 0) + peculiar) * (this.#valueOf.get(index) ?? 1)
      if (weight !== 0) weights.set(id, weight)
    }
    return weights
  }

  #example({ each, text, share, positive }: Task, own: boolean): Example {
    const size = this.#vocabulary.size
    const features: number[] = []
    const values: number[] = []
    text.ids.forEach((id, i) => {
      const index = this.#vocabulary.get(id)
      if (index === undefined) return
      features.push(index)
      values.push(text.values[i] ?? 0)
      this.#valueOf.set(index, text.values[i] ?? 0)
    })
    const set = this.#sets.indexOf(each.row.set)
    if (own) {
      const shared = features.length
      for (let k = 0; k < shared; k += 1) {
        features.push(size + set * size + (features[k] ?? 0))
        values.push(OWN_WAY * (values[k] ?? 0))
      }
    } else {
      features.push(size + set)
      values.push(1)
    }
    return {
      features: Int32Array.from(features),
      values: Float32Array.from(values),
      positive,
      weight: (SET_WEIGHTS[each.row.set] ?? 0) * share,
    }
  }
}

/** The features that completions to enough prompts have, numbered. */
function vocabularyOf(prepared: readonly Prepared[]): ReadonlyMap<number, number> {
  const prompts = new Map<number, { last: string; count: number }>()
  const byPrompt = prepared.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  for (const each of byPrompt) {
    const key = keyOf(each)
    for (const id of each.whole.ids) {
      const seen = prompts.get(id)
      if (seen === undefined) prompts.set(id, { last: key, count: 1 })
      else if (seen.last !== key) {
        seen.last = key
        seen.count += 1
      }
    }
  }
  const kept = [...prompts].filter(([id, { count }]) => count >= LEAST_PROMPTS || id === BIAS)
  return new Map(kept.map(([id], index) => [id, index]))
}

function keyOf({ row }: Prepared): string {
  return `${row.set} ${row.id}`
}

function mean(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): Map<number, number> {
  return new Map(
    [...new Set([...a.keys(), ...b.keys()])].map((id) => [id, ((a.get(id) ?? 0) + (b.get(id) ?? 0)) / 2]),
  )
}
