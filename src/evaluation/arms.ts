import { InputError } from '../errors.ts'
import { nearestName } from '../nearest-name.ts'
import type { Arm } from './types.ts'

/** The model as it answers by itself; always measured, since every other arm begins with the same answer. */
export const PLAIN: Arm = 'plain'

/** The whole flow, as people meet it. */
export const POLICY: Arm = 'policy'

/** The flow with a gate that lets everything pass: what the gate buys is the difference. */
export const POLICY_WITHOUT_GATE: Arm = 'policy-without-gate'

/** Every strategy, and the policy. */
const ALL = 'all'

/**
 * The arms to measure, in the order to run them.
 *
 * @param chosen names of strategies, `policy`, or `all`
 * @throws {InputError} naming what there is
 */
export function armsOf(
  chosen: readonly string[],
  strategies: readonly string[],
  withoutGate: boolean,
): readonly Arm[] {
  const known = [...strategies, POLICY]
  const wanted = chosen.flatMap((name) => {
    if (name === ALL) return known
    if (name === PLAIN || known.includes(name)) return [name]
    if (name === POLICY_WITHOUT_GATE)
      throw new InputError(
        `The arm "${name}" has unsafe requests answered; say --without-gate to measure it.`,
      )
    const near = nearestName(name, known)
    throw new InputError(
      `There is no strategy "${name.slice(0, 40)}"${near ? `; did you mean ${near}?` : '.'} Known are ${[...known, ALL].join(', ')}.`,
    )
  })
  return [...new Set([PLAIN, ...wanted, ...(withoutGate ? [POLICY_WITHOUT_GATE] : [])])]
}

/** What the flow is told to do in this arm. */
export function strategyOf(arm: Arm): string {
  if (arm === PLAIN) return 'none'
  return arm === POLICY || arm === POLICY_WITHOUT_GATE ? 'auto' : arm
}
