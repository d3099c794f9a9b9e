import { type Beta, meanOf } from '../evaluation/statistics/beta.ts'
import { thompsonOrder } from '../evaluation/statistics/thompson.ts'
import { type BeliefBook, type Beliefs, beliefBook, type StrategyBelief } from './beliefs.ts'
import { gateRule, PARTIAL, withReplyFirst } from './gate-rule.ts'
import type { Choice, Policy } from './policy.ts'

interface Ranking extends Pick<Choice, 'how'> {
  readonly ranked: readonly string[]
}

export interface Sampling {
  /** Share of choices whose first place goes to any strategy alike: what keeps a mistaken belief from staying. 0 to 1. */
  readonly exploration: number
  /** From 0 up to 1. */
  readonly random: () => number
}

/**
 * A policy by what is believed: the best mean first or, with `sampling`, in the order of one draw from each belief. It
 * only orders strategies that the safety gate's rule leaves to it, so nothing learned passes the gate. With scripted
 * stand-ins it never draws: there is nothing to find out about them.
 */
export function learnedPolicy(version: string, beliefs: Beliefs, sampling?: Sampling): Policy {
  const book: BeliefBook = beliefBook(beliefs)
  return {
    choose(situation) {
      const ruled = gateRule(situation)
      const draws = situation.scripted ? undefined : sampling
      const believed = ruled ? [] : book.of(situation, situation.type)
      const { how, ranked }: Ranking = ruled
        ? { how: 'gate', ranked: ruled }
        : draws
          ? drawn(believed, draws)
          : { how: 'mean', ranked: byMean(believed) }
      return {
        ...situation,
        version,
        how,
        order: ruled ?? withReplyFirst([...ranked, PARTIAL], situation),
        exploration: draws?.exploration ?? 0,
        beliefs: believed,
      }
    },
  }
}

/** Names by mean, the highest first; of equals the one that starts earlier. */
function byMean(believed: readonly StrategyBelief[]): readonly string[] {
  return believed.toSorted((a, b) => meanOf(b.belief) - meanOf(a.belief)).map(({ strategy }) => strategy)
}

/** The same choice with nothing left to chance: what is most to be expected. */
export function expectedChoice(choice: Choice): Choice {
  if (choice.how !== 'drawn' && choice.how !== 'explored') return choice
  const ranked = byMean(choice.beliefs)
  return { ...choice, how: 'mean', order: [...new Set([...ranked, ...choice.order])] }
}

export function beliefsByName(believed: readonly StrategyBelief[]): ReadonlyMap<string, Beta> {
  return new Map(believed.map(({ strategy, belief }) => [strategy, belief]))
}

function drawn(believed: readonly StrategyBelief[], { exploration, random }: Sampling): Ranking {
  const { order, explored } = thompsonOrder(beliefsByName(believed), { floor: exploration, random })
  return { how: explored ? 'explored' : 'drawn', ranked: order }
}
