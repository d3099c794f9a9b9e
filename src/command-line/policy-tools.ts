import { STRATEGIES } from '../../strategies/index.ts'
import { requestTypeOf } from '../../strategies/request-type.ts'
import type { Config } from '../config.ts'
import { createPseudonyms } from '../crowd/pseudonym.ts'
import { InputError } from '../errors.ts'
import type { Policy } from '../policy/policy.ts'
import { LEARNING, policyOfVersion } from '../policy/policy-versions.ts'
import { PAPER, startingPolicy } from '../policy/starting-policy.ts'
import type { PolicyTools } from './policy-commands.ts'
import { openRecords, operator, pseudonymKey } from './records.ts'

const NAMES = STRATEGIES.map(({ name }) => name)

/** What the commands about the policy work on, over the records of this configuration. */
export async function openPolicyTools(
  config: Config,
  options: Parameters<typeof openRecords>[1],
): Promise<PolicyTools> {
  const store = await openRecords(config, options)
  try {
    const by = createPseudonyms(await pseudonymKey(config))(operator())
    return { store, strategies: NAMES, requestType: requestTypeOf, by, now: Date.now }
  } catch (error) {
    await store.close()
    throw error
  }
}

/**
 * A version that always decides alike, which can be measured: a frozen one, or the paper's finding.
 *
 * @throws {InputError} where there is no such version, or it goes on learning
 */
export async function frozenVersion(config: Config, version: string): Promise<Policy> {
  if (version === PAPER) return startingPolicy
  if (version === LEARNING) {
    throw new InputError(
      'A version that goes on learning cannot be measured; freeze it first: recourse policy freeze NAME',
    )
  }
  const store = await openRecords(config)
  try {
    return await policyOfVersion(store, version, NAMES)
  } finally {
    await store.close()
  }
}
