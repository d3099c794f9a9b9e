import type { Situation } from './policy.ts'

/** The strategy that puts a question to the user. */
export const ASKING = 'interactive'

/** The strategy that answers the safe part of a request, and no more than that. */
export const PARTIAL = 'partial-help'

/**
 * What the safety gate leaves of an order, whoever made it and whatever was learned: nothing for what is clearly
 * harmful, a question at the most where it is not sure, the safe part of what is probably harmful. Every policy puts
 * its order through this. `undefined` where the gate leaves the order to the policy.
 */
export function gateRule({ level, sure, clarified }: Situation): readonly string[] | undefined {
  if (level === 'clearly_harmful') return []
  // Not sure never mitigates silently: the user is asked once, and after that the refusal stands.
  if (!sure) return clarified ? [] : [ASKING]
  if (level === 'borderline_harmful') return [PARTIAL]
  return undefined
}

/** The order with the reply to a question made use of first, once there is one. */
export function withReplyFirst(order: readonly string[], { clarified }: Situation): readonly string[] {
  return clarified ? [ASKING, ...order.filter((name) => name !== ASKING)] : order
}
