import type { BotOptions } from './bot.ts'
import type { CommandServices, SettingName, SettingScope } from './bot-types.ts'
import type { Place } from './domain.ts'
import { InputError } from './errors.ts'
import { expectedChoice } from './policy/learned-policy.ts'
import { useVersion, versionInUse, versionNames } from './policy/policy-versions.ts'

/** What the policy has chosen or would choose at a place, and which version of it is in use. */
export function createPolicyChoices(
  options: Pick<
    BotOptions,
    'store' | 'policy' | 'models' | 'isAdmin' | 'isOperator' | 'pseudonym' | 'now'
  > & {
    readonly settingAt: (
      place: Place,
      name: SettingName,
    ) => Promise<{ readonly value: string; readonly from: SettingScope | 'default' }>
  },
): Pick<CommandServices, 'choiceAt' | 'policyVersions' | 'usePolicyVersion'> {
  const { store, policy, models, settingAt } = options
  return {
    async choiceAt(place) {
      const last = await store.lastChoice(place)
      if (last) return { choice: last, when: 'last' }
      const model = models.get((await settingAt(place, 'model')).value)
      const choice = policy.choose({
        family: model.family,
        scripted: model.kind === 'scripted',
        level: 'clearly_fine',
        sure: true,
        clarified: false,
      })
      return { choice: expectedChoice(choice), when: 'next' }
    },
    async policyVersions() {
      const [inUse, names] = await Promise.all([versionInUse(store), versionNames(store)])
      return { inUse, names }
    },
    async usePolicyVersion({ person }, version) {
      const { isOperator = options.isAdmin } = options
      if (!isOperator(person)) {
        throw new InputError(
          'Only whoever runs Recourse can change this, since it counts everywhere. Ask them to, or to add you to ADMINS.',
        )
      }
      await useVersion(store, version, { at: options.now(), by: options.pseudonym(person) })
      await policy.refresh?.()
    },
  }
}
