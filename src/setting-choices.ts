import type { BotOptions } from './bot.ts'
import type { CommandServices, SettingName } from './bot-types.ts'
import type { createCodebooks } from './codebooks.ts'
import { DEFAULT_QUORUM } from './crowd/appeal.ts'
import type { Place, Request } from './domain.ts'
import { InputError } from './errors.ts'
import { exceeded } from './load/limits.ts'
import { type PlaceSettings, placeSettings, scopeKey, scopeKeys } from './places.ts'
import type { ConversationMemory } from './store/store.ts'

/** What is chosen at a place, and who may choose otherwise. */
export function createSettings(
  options: Pick<
    BotOptions,
    'store' | 'models' | 'isAdmin' | 'isOperator' | 'pseudonym' | 'defaultModel' | 'now' | 'load'
  > & {
    readonly codebooks: Pick<ReturnType<typeof createCodebooks>, 'defaultEmoji' | 'valueToStore'>
  },
) {
  const { store, models, codebooks } = options
  const defaults: Partial<Record<SettingName, string>> = {
    model: options.defaultModel,
    strategy: 'auto',
    listen: 'mentions',
    appeals: String(DEFAULT_QUORUM),
    share: 'off',
  }

  const settingsAt = async (place: Place): Promise<PlaceSettings> =>
    placeSettings(place, await store.settings(scopeKeys(place)))

  const offered: Pick<CommandServices, 'settingAt' | 'changeSetting'> = {
    async settingAt(place, name) {
      const settings = await settingsAt(place)
      const byDefault = codebooks.defaultEmoji(name) ?? defaults[name] ?? ''
      return settings.find(name) ?? { value: byDefault, from: 'default' }
    },
    async changeSetting(caller, scope, name, value) {
      if (!options.isAdmin(caller.person)) {
        throw new InputError(
          'Only an admin can change this. Ask whoever runs Recourse here to add you to ADMINS.',
        )
      }
      if (scope === 'thread' && caller.place.thread === caller.key.message) {
        throw new InputError(
          'This is not a thread. Reply in a thread and type it there, or choose scope:channel.',
        )
      }
      const key = scopeKey(scope, caller.place)
      if (key === undefined) {
        throw new InputError(`This channel is in no ${scope}. Choose another scope, such as scope:channel.`)
      }
      const { load, isOperator = options.isAdmin } = options
      const allowed = load && exceeded(name, value, await settingsAt(caller.place), load.limits)
      if (allowed !== undefined && !isOperator(caller.person)) {
        throw new InputError(
          `Only whoever runs Recourse can set more than ${allowed.toLocaleString('en')}, since it is at their cost. Ask them to, or to add you to ADMINS.`,
        )
      }
      if (name === 'model' && value !== undefined) models.get(value)
      const stored = await codebooks.valueToStore(caller.place, name, value)
      await store.setSetting(key, name, stored, options.pseudonym(caller.person), options.now())
    },
  }

  return { settingsAt, ...offered }
}

/** What operators say of a place, which models are told as a fact. */
export function trustedContext(settings: PlaceSettings): Request['trusted'] {
  const channelPurpose = settings.at('channel', 'purpose') ?? settings.at('category', 'purpose')
  const workspaceRole = settings.at('workspace', 'purpose')
  return {
    ...(channelPurpose !== undefined && { channelPurpose }),
    ...(workspaceRole !== undefined && { workspaceRole }),
  }
}

/** What belongs to a request, beside its words. */
export function contextOf(
  { turns, levelFloor }: ConversationMemory,
  settings: PlaceSettings,
): Omit<Request, 'prompt'> {
  return { conversation: turns, trusted: trustedContext(settings), ...(levelFloor && { levelFloor }) }
}
