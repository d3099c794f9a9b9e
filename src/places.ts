import type { SettingScope } from './bot-types.ts'
import type { Place } from './domain.ts'

/** Scopes from the narrowest to the widest; the first that has a setting decides. */
export const SCOPES: readonly SettingScope[] = ['thread', 'channel', 'category', 'workspace']

/** Whether a setting of the first scope goes before one of the second. */
export function isNarrower(first: SettingScope, second: SettingScope): boolean {
  return SCOPES.indexOf(first) < SCOPES.indexOf(second)
}

/** A workspace of a platform. */
export type Workspace = Pick<Place, 'platform' | 'workspace'>

/** The key under which the settings of a whole workspace are stored. */
export function workspaceKey({ platform, workspace }: Workspace): string {
  return keyOf('workspace', [platform, workspace])
}

/** The key under which a scope's settings are stored; `undefined` where the place has no such scope. */
export function scopeKey(scope: SettingScope, place: Place): string | undefined {
  const { platform, workspace, category, channel, thread } = place
  const parts = {
    workspace: [platform, workspace],
    category: category === undefined ? undefined : [platform, workspace, category],
    channel: [platform, workspace, channel],
    thread: [platform, workspace, channel, thread],
  }[scope]
  return parts && keyOf(scope, parts)
}

function keyOf(scope: SettingScope, parts: readonly string[]): string {
  return `${scope}:${parts.map(encodeURIComponent).join('/')}`
}

/** The keys of every scope that the place has. */
export function scopeKeys(place: Place): readonly string[] {
  return SCOPES.flatMap((scope) => scopeKey(scope, place) ?? [])
}

/** The settings of one place, narrowest scope first. */
export interface PlaceSettings {
  /** The value in force and the scope it comes from. */
  find(name: string): { readonly value: string; readonly from: SettingScope } | undefined
  at(scope: SettingScope, name: string): string | undefined
}

export function placeSettings(
  place: Place,
  stored: ReadonlyMap<string, ReadonlyMap<string, string>>,
): PlaceSettings {
  const at = (scope: SettingScope, name: string) => stored.get(scopeKey(scope, place) ?? '')?.get(name)
  return {
    at,
    find(name) {
      for (const from of SCOPES) {
        const value = at(from, name)
        if (value !== undefined) return { value, from }
      }
      return undefined
    },
  }
}

/** Whether a channel is one person's conversation with the bot: what is set for a workspace says nothing of it. */
export function isDirect({ platform, workspace, channel }: Omit<Place, 'thread'>): boolean {
  // Slack's ids of direct messages begin with D; on Discord they belong to no server.
  return (
    (platform === 'slack' && channel.startsWith('D')) || (platform === 'discord' && workspace === 'direct')
  )
}

/** Whether people's own words of a channel may be exported: an admin has said so for it, or for its workspace. */
export function sharesText(settings: PlaceSettings, channel: Omit<Place, 'thread'>): boolean {
  const ofWorkspace = isDirect(channel) ? undefined : settings.at('workspace', 'share')
  return (settings.at('channel', 'share') ?? ofWorkspace) === 'on'
}
