import type { SettingScope } from './bot-types.ts'
import type { Place } from './domain.ts'

/** Scopes from the narrowest to the widest; the first that has a setting decides. */
export const SCOPES: readonly SettingScope[] = ['thread', 'channel', 'workspace']

/** The key under which a scope's settings are stored. */
export function scopeKey(scope: SettingScope, place: Place): string {
  const parts = {
    workspace: [place.platform, place.workspace],
    channel: [place.platform, place.workspace, place.channel],
    thread: [place.platform, place.workspace, place.channel, place.thread],
  }[scope]
  return `${scope}:${parts.map(encodeURIComponent).join('/')}`
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
  const at = (scope: SettingScope, name: string) => stored.get(scopeKey(scope, place))?.get(name)
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
