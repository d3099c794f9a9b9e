import { setImmediate as nextTurn } from 'node:timers/promises'
import { InputError } from '../errors.ts'
import { nearestName } from '../nearest-name.ts'
import type { PolicyStore } from '../store/policy-store.ts'
import { type Beliefs, type Evidence, gathered, startingBeliefs } from './beliefs.ts'
import { learnedPolicy, type Sampling } from './learned-policy.ts'
import type { Policy } from './policy.ts'
import { PAPER, startingPolicy } from './starting-policy.ts'
import { voteEvidenceOf } from './vote-evidence.ts'

/** The version that goes on learning. It is in use where nobody has chosen another. */
export const LEARNING = 'learning'

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/

/** Names that already mean something else. */
const RESERVED: readonly string[] = [LEARNING, PAPER, 'default', 'none']

/**
 * The name of a version that is about to be frozen.
 *
 * @throws {InputError} where it cannot be one
 */
export function versionName(name: string): string {
  if (!NAME.test(name)) {
    throw new InputError(
      'Name a version by 1 to 40 lower-case letters, digits, dots and hyphens, such as 2026-11-a.',
    )
  }
  if (RESERVED.includes(name)) throw new InputError(`“${name}” has a meaning already; choose another name.`)
  return name
}

/** What is believed now: by the runs that were learned from, and by the votes that stand. */
export async function currentBeliefs(
  store: Pick<PolicyStore, 'runEvidence' | 'votedTries'>,
  strategies: readonly string[],
): Promise<Beliefs> {
  const evidence: Evidence[] = [...(await store.runEvidence())]
  for await (const tries of store.votedTries()) {
    evidence.push(...voteEvidenceOf(tries))
    // A file answers at once: without a break, whoever waits for an answer would wait for the last page too.
    await nextTurn()
  }
  return { ...startingBeliefs(strategies), evidence: gathered(evidence).filter(isSomething) }
}

/** The name of the version in use. */
export async function versionInUse(store: Pick<PolicyStore, 'policyInUse'>): Promise<string> {
  return (await store.policyInUse())?.version ?? LEARNING
}

/** Every version that there is: the two that are always there, then the frozen ones, newest first. */
export async function versionNames(store: Pick<PolicyStore, 'frozenPolicies'>): Promise<readonly string[]> {
  const frozen = await store.frozenPolicies()
  return [LEARNING, PAPER, ...frozen.map(({ name }) => name).toReversed()]
}

/**
 * The beliefs of a version; `undefined` for the paper's finding, which rests on none.
 *
 * @throws {InputError} where there is no such version
 */
export async function beliefsOfVersion(
  store: PolicyStore,
  version: string,
  strategies: readonly string[],
): Promise<Beliefs | undefined> {
  if (version === PAPER) return undefined
  if (version === LEARNING) return currentBeliefs(store, strategies)
  const frozen = await store.frozenPolicy(version)
  if (frozen) return frozen.beliefs
  throw noSuchVersion(version, await versionNames(store))
}

/**
 * The policy of a version. Only the one that goes on learning ever draws; a frozen one always decides alike.
 *
 * @param sampling absent where nothing is to be left to chance
 * @throws {InputError} where there is no such version
 */
export async function policyOfVersion(
  store: PolicyStore,
  version: string,
  strategies: readonly string[],
  sampling?: Sampling,
): Promise<Policy> {
  const beliefs = await beliefsOfVersion(store, version, strategies)
  return beliefs
    ? learnedPolicy(version, beliefs, version === LEARNING ? sampling : undefined)
    : startingPolicy
}

/**
 * Puts a version in use: forward, or back to an earlier one.
 *
 * @throws {InputError} where there is no such version
 */
export async function useVersion(
  store: PolicyStore,
  version: string,
  { at, by }: { readonly at: number; readonly by: string },
): Promise<void> {
  const names = await versionNames(store)
  if (!names.includes(version)) throw noSuchVersion(version, names)
  await store.usePolicy({ version, at, by })
}

function noSuchVersion(version: string, names: readonly string[]): InputError {
  const near = nearestName(version, names)
  return new InputError(
    `There is no version “${version.slice(0, 40)}” of the policy${near ? `; did you mean ${near}?` : '.'} There are: ${names.join(', ')}.`,
  )
}

function isSomething({ answered, refused }: Evidence): boolean {
  return answered + refused > 0
}
