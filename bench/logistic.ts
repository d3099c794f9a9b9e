/** One example: its features by index with their values, its class, and how much it counts. */
export interface Example {
  readonly features: Int32Array
  readonly values: Float32Array
  readonly positive: boolean
  readonly weight: number
}

const MOST_STEPS = 60
/** Pairs of steps and gradients kept; the usual number. */
const MEMORY = 8
const ENOUGH = 1e-5

/**
 * Logistic regression by L-BFGS (Liu and Nocedal 1989). `ridge` gives, by feature, how strongly its weight is drawn
 * to 0, in examples. Nothing is left to chance: the same examples give the same weights.
 */
export function fitLogistic(
  examples: readonly Example[],
  features: number,
  ridge: (feature: number) => number,
): Float64Array {
  const pull = Float64Array.from({ length: features }, (_, i) => ridge(i))
  let weights = new Float64Array(features)
  let gradient = new Float64Array(features)
  let loss = lossAt(weights, gradient, examples, pull)
  const memory: { step: Float64Array; change: Float64Array; scale: number }[] = []
  for (let round = 0; round < MOST_STEPS; round += 1) {
    const direction = descent(gradient, memory)
    const slope = -dot(gradient, direction)
    if (slope > -1e-9) break
    let length = 1
    let next = weights
    const nextGradient = new Float64Array(features)
    let nextLoss = loss
    for (let halved = 0; halved < 20; halved += 1) {
      next = weights.map((weight, i) => weight - length * (direction[i] ?? 0))
      nextLoss = lossAt(next, nextGradient, examples, pull)
      if (nextLoss <= loss + 1e-4 * length * slope) break
      length /= 2
    }
    const step = next.map((weight, i) => weight - (weights[i] ?? 0))
    const change = nextGradient.map((value, i) => value - (gradient[i] ?? 0))
    const curvature = dot(step, change)
    if (curvature > 1e-10) memory.push({ step, change, scale: 1 / curvature })
    if (memory.length > MEMORY) memory.shift()
    const gain = (loss - nextLoss) / Math.max(1, Math.abs(loss))
    weights = next
    gradient = nextGradient
    loss = nextLoss
    if (gain < ENOUGH) break
  }
  return weights
}

export function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

/** The loss; its gradient is written to `gradient`. */
function lossAt(
  weights: Float64Array,
  gradient: Float64Array,
  examples: readonly Example[],
  pull: Float64Array,
): number {
  let loss = 0
  for (let i = 0; i < weights.length; i += 1) {
    const drawn = (pull[i] ?? 0) * (weights[i] ?? 0)
    loss += 0.5 * drawn * (weights[i] ?? 0)
    gradient[i] = drawn
  }
  for (const { features, values, positive, weight } of examples) {
    let logit = 0
    for (let k = 0; k < features.length; k += 1) logit += (weights[features[k] ?? 0] ?? 0) * (values[k] ?? 0)
    const margin = positive ? logit : -logit
    loss += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin)))
    const error = weight * (logistic(logit) - (positive ? 1 : 0))
    for (let k = 0; k < features.length; k += 1) {
      const feature = features[k] ?? 0
      gradient[feature] = (gradient[feature] ?? 0) + error * (values[k] ?? 0)
    }
  }
  return loss
}

/** The gradient, bent by what the last steps told of the curvature. */
function descent(
  gradient: Float64Array,
  memory: readonly { step: Float64Array; change: Float64Array; scale: number }[],
): Float64Array {
  const direction = gradient.slice()
  const shares: number[] = []
  for (const { step, change, scale } of memory.toReversed()) {
    const share = scale * dot(step, direction)
    shares.unshift(share)
    addScaled(direction, change, -share)
  }
  const last = memory.at(-1)
  const first = last
    ? 1 / (last.scale * dot(last.change, last.change))
    : 1 / Math.sqrt(dot(gradient, gradient))
  for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] ?? 0) * first
  memory.forEach(({ step, change, scale }, k) => {
    addScaled(direction, step, (shares[k] ?? 0) - scale * dot(change, direction))
  })
  return direction
}

function addScaled(target: Float64Array, by: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) + factor * (by[i] ?? 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
