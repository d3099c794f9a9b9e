import { z } from 'zod'
import type { Caller, CommandServices, SettingName, SettingScope } from '../src/bot-types.ts'

/** Where a setting holds; shared by the commands that change one. */
export const scopeOption = z
  .enum(['thread', 'channel', 'workspace'])
  .default('channel')
  .meta({ description: 'Where it holds: thread, channel or workspace' })

/**
 * Changes a setting and says what is in force now, which a narrower choice may keep as it was.
 *
 * @throws {InputError} when the caller may not change it or the value cannot be used
 */
export async function changeSetting(
  { caller, services }: { readonly caller: Caller; readonly services: CommandServices },
  change: { readonly name: SettingName; readonly scope: SettingScope; readonly value: string | undefined },
  sentence: (value: string) => string,
): Promise<string> {
  const { name, scope, value } = change
  await services.changeSetting(caller, scope, name, value)
  const { value: inForce, from } = await services.settingAt(caller.place, name)
  const chosen = value === undefined ? `The ${name} of this ${scope} is no longer set.` : undefined
  if (from === scope || (value === undefined && from === 'default')) {
    return [chosen, sentence(inForce)].filter((part) => part !== undefined).join(' ')
  }
  const kept = from === 'default' ? 'the default' : `chosen for this ${from}`
  return `${chosen ?? `The ${name} of this ${scope} is now **${value}**.`} Here **${inForce}** stays in force (${kept}).`
}
