/** One example: the indices of its features that are on, its class, and how much it counts. */
export interface Example {
  readonly on: readonly number[]
  readonly positive: boolean
  readonly weight: number
}

/**
 * Logistic regression on switches by gradient descent with momentum. Feature 0 is the bias and should be on
 * everywhere; `ridge` (in examples) draws the others to 0. `balanced` makes both classes weigh the same in total.
 */
export function fitLogistic(
  examples: readonly Example[],
  features: number,
  { ridge, balanced }: { ridge: number; balanced: boolean },
): Float64Array {
  const weights = new Float64Array(features)
  const momentum = new Float64Array(features)
  const total = examples.reduce((sum, { weight }) => sum + weight, 0)
  const positive = examples.reduce((sum, e) => sum + (e.positive ? e.weight : 0), 0)
  const scale = balanced
    ? ([total / 2 / Math.max(total - positive, 1), total / 2 / Math.max(positive, 1)] as const)
    : ([1, 1] as const)
  const gradient = new Float64Array(features)
  for (let step = 0; step < 700; step += 1) {
    gradient.fill(0)
    for (const { on, positive: is, weight } of examples) {
      let logit = 0
      for (const feature of on) logit += weights[feature] ?? 0
      const error = (1 / (1 + Math.exp(-logit)) - (is ? 1 : 0)) * weight * (is ? scale[1] : scale[0])
      for (const feature of on) gradient[feature] = (gradient[feature] ?? 0) + error
    }
    for (let i = 0; i < features; i += 1) {
      const pull = i === 0 ? 0 : ridge * (weights[i] ?? 0)
      momentum[i] = 0.9 * (momentum[i] ?? 0) + ((gradient[i] ?? 0) + pull) / total
      weights[i] = (weights[i] ?? 0) - 0.3 * (momentum[i] ?? 0)
    }
  }
  return weights
}
