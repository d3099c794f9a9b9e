import { z } from 'zod'
import { DEPARTURES } from './manifest.ts'

const id = z.string().nullish().catch(undefined)
const party = z.object({ id }).nullish().catch(undefined)
/** Commands say it in words. */
const yes = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .nullish()
  .catch(undefined)

/** What names workspaces, organisations and channels in what Slack sends. */
const sent = z.object({
  team_id: id,
  context_team_id: id,
  enterprise_id: id,
  is_enterprise_install: yes,
  is_ext_shared_channel: yes,
  authorizations: z
    .array(z.object({ team_id: id, enterprise_id: id, is_enterprise_install: yes }))
    .nullish()
    .catch(undefined),
  team: party,
  enterprise: party,
  view: z.object({ app_installed_team_id: id }).nullish().catch(undefined),
  channel: z
    .union([z.string(), z.object({ id })])
    .nullish()
    .catch(undefined),
  channel_id: id,
  event: z
    .object({
      type: z.string().optional().catch(undefined),
      channel: z
        .union([z.string(), z.object({ id })])
        .nullish()
        .catch(undefined),
      item: z.object({ channel: id }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
})

/** Where something was sent from, as far as it says. */
export interface SentFrom {
  /** Installations that it may be for, the likeliest first: teams, and organisations. */
  readonly installations: readonly string[]
  /** The team in which it happened, which in a shared channel may be another one. */
  readonly happenedIn?: string
  readonly channel: string | undefined
  /** The channel is shared with another organisation (Slack Connect), as far as is told: clicks and commands do not. */
  readonly isShared: boolean
}

/**
 * Whom something was sent to. Slack names several teams. Only that through which the app was told counts: where it
 * happened, and who did it, may be of another organisation, which has nothing to do with it even if it has the app too.
 */
export function sentFrom(body: unknown): SentFrom {
  const parsed = sent.safeParse(body)
  if (!parsed.success) return { installations: [], channel: undefined, isShared: false }
  const { data } = parsed
  const { authorizations, event, view } = data
  const [first] = authorizations ?? []
  const organisation = first?.enterprise_id ?? data.enterprise?.id ?? data.enterprise_id
  const isForAll = (first?.is_enterprise_install ?? data.is_enterprise_install) === true
  const told = [data.context_team_id, ...(authorizations ?? []).map((one) => one.team_id)].filter(isName)
  const happenedIn = isName(data.team_id) ? data.team_id : undefined
  // With a form alone, `team` is that of the person.
  const teams = view?.app_installed_team_id
    ? [view.app_installed_team_id]
    : told.length > 0
      ? told
      : [happenedIn, data.team?.id]
  const named = isForAll ? [organisation, ...teams] : [...teams, organisation]
  return {
    installations: [...new Set(named.filter(isName))],
    ...(happenedIn !== undefined && { happenedIn }),
    channel:
      idOf(event?.channel) ?? event?.item?.channel ?? idOf(data.channel) ?? data.channel_id ?? undefined,
    isShared: data.is_ext_shared_channel === true,
  }
}

function isName(name: string | null | undefined): name is string {
  return typeof name === 'string' && name !== ''
}

function idOf(channel: string | { readonly id?: string | null | undefined } | null | undefined) {
  return typeof channel === 'string' ? channel : (channel?.id ?? undefined)
}

/** Whether tokens may be good for nothing any more after what was sent. */
export function isDeparture(body: unknown): boolean {
  const parsed = sent.safeParse(body)
  return parsed.success && DEPARTURES.some((type) => type === parsed.data.event?.type)
}
