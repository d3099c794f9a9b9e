import { z } from 'zod'
import type { Caller, CommandServices, SettingName, SettingScope } from '../src/bot-types.ts'

/** Where a setting holds; shared by the commands that change one. */
export const scopeOption = z.enum(['thread', 'channel', 'category', 'workspace']).default('channel').meta({
  description: 'Where it holds: thread, channel, category (a group of channels in Discord) or workspace',
})

/** The same for what a thread cannot have of its own. */
export const channelScopeOption = z
  .enum(['channel', 'category', 'workspace'])
  .default('channel')
  .meta({ description: 'Where it holds: channel, category (a group of channels in Discord) or workspace' })

/** A scope as the people on the caller's platform call it. */
export function scopeName(scope: SettingScope, { workspaceWord = 'workspace' }: Caller): string {
  return scope === 'workspace' ? workspaceWord : scope
}

/** Where the value in force comes from. */
export function origin(from: SettingScope | 'default', caller: Caller): string {
  return from === 'default' ? 'the default' : `chosen for this ${scopeName(from, caller)}`
}

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
  const here = scopeName(scope, caller)
  const chosen = value === undefined ? `The ${name} of this ${here} is no longer set.` : undefined
  if (from === scope || (value === undefined && from === 'default')) {
    return [chosen, sentence(inForce)].filter((part) => part !== undefined).join(' ')
  }
  return `${chosen ?? `The ${name} of this ${here} is now **${value}**.`} Here **${inForce}** stays in force (${origin(from, caller)}).`
}
