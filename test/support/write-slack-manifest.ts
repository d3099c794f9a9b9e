import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document, isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { COMMANDS } from '../../commands/index.ts'
import { EVENT_REASONS, SCOPE_REASONS, slackManifest } from '../../src/platforms/slack/manifest.ts'

export const MANIFEST_FILE = join(import.meta.dirname, '..', '..', 'docs', 'slack-manifest.yaml')

const HEAD = ` The Slack app of Recourse. Made by "npm run manifest:slack" from the commands and scopes in the code; edit those.

 Use it at https://api.slack.com/apps, "Create New App", "From a manifest". README.md says how to go on.

 As it is, Slack reaches the bot by Socket Mode, which needs no public address. To have Slack send by HTTP instead, set
 socket_mode_enabled to false, and uncomment the three lines with HOST, giving your own host.

 To let other workspaces install the app, uncomment the line redirect_urls as well; docs/slack-workspaces.md says how to go on.`

/** The manifest as people read it: with the reason of every scope and event beside it. */
export function slackManifestYaml(): string {
  const document = new Document(slackManifest(COMMANDS))
  document.commentBefore = HEAD
  explain(document, ['oauth_config', 'scopes', 'bot'], SCOPE_REASONS)
  explain(document, ['settings', 'event_subscriptions', 'bot_events'], EVENT_REASONS)
  const scopes = keyOf(document, ['oauth_config'], 'scopes')
  scopes.commentBefore = ' redirect_urls: [https://HOST/slack/oauth_redirect]'
  forHttp(document, ['features', 'slash_commands', 0], 'description', 'url')
  forHttp(document, ['settings', 'event_subscriptions'], 'bot_events', 'request_url')
  forHttp(document, ['settings', 'interactivity'], 'is_enabled', 'request_url')
  return document.toString({ lineWidth: 116 })
}

function explain(
  document: Document,
  path: readonly string[],
  reasons: Readonly<Record<string, string>>,
): void {
  const list = document.getIn(path, true)
  if (!isSeq(list)) throw new Error(`The manifest has no list at ${path.join('.')}.`)
  for (const item of list.items) {
    if (isScalar<string>(item)) item.comment = ` ${reasons[item.value] ?? ''}`
  }
}

/** A line that HTTP needs, commented out above the key that it comes before. */
function forHttp(document: Document, path: readonly (string | number)[], before: string, name: string): void {
  keyOf(document, path, before).commentBefore = ` ${name}: https://HOST/slack/events`
}

function keyOf(document: Document, path: readonly (string | number)[], name: string): Scalar {
  const map = document.getIn(path, true)
  const key = isMap(map)
    ? map.items.map((pair) => pair.key).find((k) => isScalar(k) && k.value === name)
    : undefined
  if (!isScalar(key)) throw new Error(`The manifest has no ${name} at ${path.join('.')}.`)
  return key
}

if (import.meta.main) writeFileSync(MANIFEST_FILE, slackManifestYaml())
