import { MODEL_FAMILIES, type ModelFamily } from '../domain.ts'
import { type Beta, priorOf, updated } from '../evaluation/statistics/beta.ts'
import { ASKING, PARTIAL } from './gate-rule.ts'
import { startingOrder } from './starting-policy.ts'

/** Safe requests that the plain model refused and a strategy asked again: how many were answered, and how many not. */
export interface Cases {
  readonly answered: number
  readonly refused: number
}

/** Models whose evidence is counted together. A scripted stand-in tells nothing of a real model. */
export interface ModelKind {
  readonly family: ModelFamily
  readonly scripted: boolean
}

/** What was seen of one strategy, with models of one kind, on one type of request. */
export interface Evidence extends ModelKind, Cases {
  readonly type: string
  readonly strategy: string
}

/** Everything that decides what is believed. Plain data: a frozen version is this as it was. */
export interface Beliefs {
  /** What is believed of a strategy with a family before any case, in the order in which strategies start. */
  readonly priors: readonly {
    readonly family: ModelFamily
    readonly strategy: string
    readonly prior: Beta
  }[]
  /** How many cases a type borrows from the rest of its family at the most. */
  readonly borrowed: number
  readonly evidence: readonly Evidence[]
}

export interface StrategyBelief {
  readonly strategy: string
  /** Cases of the type of request in question; of no type, none. */
  readonly ofType: Cases
  /** Cases of all types. */
  readonly ofFamily: Cases
  /** Chance of an answer. */
  readonly belief: Beta
}

/**
 * Means by place in the order that arXiv 2405.05418 leads to. The paper reports that each model's best strategy cut its
 * refusals by 90 to 97 %, but it chose that strategy by the very prompts it reports on, so the first mean lies below
 * that. It gives no figures for the others: their means fall evenly, in the order in which they cost least.
 */
const FOUND_MEANS = [0.85, 0.6, 0.5, 0.4]
/** A strategy the finding does not name. */
const FOUND_OTHERS = 0.35
/**
 * Cases that the paper's finding is worth. With ten, a draw puts the paper's best first in 88 % of choices before
 * anything is measured, and a dozen cases to the contrary are enough to turn the order.
 */
const FOUND_WEIGHT = 10

/** For families that nobody has measured the means lie close together and weigh little: there is everything to learn. */
const UNKNOWN_MEANS = [0.6, 0.55, 0.5, 0.45]
const UNKNOWN_OTHERS = 0.4
const UNKNOWN_WEIGHT = 4

/**
 * A type of request begins with what the rest of its family shows, taken for this many cases at the most: twenty of its
 * own count as much as everything else together.
 */
const BORROWED = 20

/**
 * Beliefs before any evidence.
 *
 * @param strategies all there are. Two are not learned: partial help, which stays last since it aims at no full answer
 * and would be measured by one; and a question to the user where the family's starting order does not hold it, since
 * what a question costs the user is no part of what is measured.
 */
export function startingBeliefs(strategies: readonly string[]): Beliefs {
  return {
    priors: MODEL_FAMILIES.flatMap((family) => {
      const { found, order } = startingOrder(family)
      const others = strategies.filter((name) => !order.includes(name) && name !== ASKING)
      const means = found ? FOUND_MEANS : UNKNOWN_MEANS
      return [...order, ...others]
        .filter((name) => name !== PARTIAL && strategies.includes(name))
        .map((strategy) => {
          const mean = means[order.indexOf(strategy)] ?? (found ? FOUND_OTHERS : UNKNOWN_OTHERS)
          return { family, strategy, prior: priorOf(mean, found ? FOUND_WEIGHT : UNKNOWN_WEIGHT) }
        })
    }),
    borrowed: BORROWED,
    evidence: [],
  }
}

export const NO_CASES: Cases = { answered: 0, refused: 0 }

export function casesOf({ answered, refused }: Cases): number {
  return answered + refused
}

/** Looks beliefs up; what has been asked for once is kept. */
export interface BeliefBook {
  /**
   * What is believed of every strategy that is learned for this family, in its starting order. The belief about a type
   * begins with the family's prior and the cases of all other types, bounded, and adds the type's own cases: none is
   * counted twice. Without a type all cases of the family count in full.
   */
  of(kind: ModelKind, type?: string): readonly StrategyBelief[]
}

export function beliefBook({ priors, borrowed, evidence }: Beliefs): BeliefBook {
  const own = Map.groupBy(evidence, keyOfKind)
  const kept = new Map<string, readonly StrategyBelief[]>()
  const believed = (kind: ModelKind, type: string | undefined): readonly StrategyBelief[] => {
    const seen = Map.groupBy(own.get(keyOfKind(kind)) ?? [], ({ strategy }) => strategy)
    return priors
      .filter(({ family }) => family === kind.family)
      .map(({ strategy, prior }) => {
        const cases = seen.get(strategy) ?? []
        const ofFamily = sumOf(cases)
        const ofType = sumOf(cases.filter((one) => one.type === type))
        const rest = updated(prior, asBeta(minus(ofFamily, ofType)))
        const belief = type === undefined ? rest : updated(bounded(rest, borrowed), asBeta(ofType))
        return { strategy, ofType, ofFamily, belief }
      })
  }
  return {
    of(kind, type) {
      const key = `${keyOfKind(kind)} ${type ?? ''}`
      const known = kept.get(key)
      if (known) return known
      const found = believed(kind, type)
      kept.set(key, found)
      return found
    },
  }
}

/** Evidence about the same thing, added up. */
export function gathered(evidence: readonly Evidence[]): readonly Evidence[] {
  const groups = Map.groupBy(evidence, (one) => JSON.stringify([keyOfKind(one), one.type, one.strategy]))
  return [...groups.values()].flatMap((cases) =>
    cases.slice(0, 1).map((one) => ({ ...one, ...sumOf(cases) })),
  )
}

function keyOfKind({ family, scripted }: ModelKind): string {
  return `${scripted ? 'scripted' : 'real'} ${family}`
}

function sumOf(cases: readonly Cases[]): Cases {
  return cases.reduce(
    (sum, { answered, refused }) => ({ answered: sum.answered + answered, refused: sum.refused + refused }),
    NO_CASES,
  )
}

function minus(whole: Cases, part: Cases): Cases {
  return { answered: whole.answered - part.answered, refused: whole.refused - part.refused }
}

function asBeta({ answered, refused }: Cases): Beta {
  return { successes: answered, failures: refused }
}

/** The same mean, worth so many cases at the most. */
function bounded({ successes, failures }: Beta, most: number): Beta {
  const scale = Math.min(1, most / (successes + failures))
  return { successes: successes * scale, failures: failures * scale }
}
