import { z } from 'zod'

const team = z.string().nullish().catch(undefined)

/** What names a workspace in what Slack sends: https://docs.slack.dev/apis/events-api#callback-field */
const sent = z.object({
  /** Of an event: where it happened, which in a shared channel may be another workspace than the one it is sent to. */
  team_id: team,
  context_team_id: team,
  /** One of those the app is installed in, and not always the same. */
  authorizations: z
    .array(z.object({ team_id: team }))
    .nullish()
    .catch(undefined),
  team: z.object({ id: team }).nullish().catch(undefined),
  view: z.object({ app_installed_team_id: team }).nullish().catch(undefined),
})

/**
 * Whether something was sent to the app as it is installed in this workspace. An app may be installed in several,
 * and we have the token of one. Where a channel is shared with another workspace (Slack Connect), the people of that
 * one may act in ours: it does not matter where somebody is from. What names no workspace counts as ours.
 */
export function isOwnWorkspace(body: unknown, own: string): boolean {
  const parsed = sent.safeParse(body)
  if (!parsed.success) return true
  const { team_id, context_team_id, authorizations, team, view } = parsed.data
  // With a form alone, `team` is that of the person.
  const installed = view?.app_installed_team_id
  const named = installed
    ? [installed]
    : [team_id, context_team_id, team?.id, ...(authorizations ?? []).map((one) => one.team_id)]
  const known = named.filter((one) => typeof one === 'string')
  return known.length === 0 || known.includes(own)
}
