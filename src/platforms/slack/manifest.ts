import type { Command } from '../../../commands/command.ts'
import { optionFields } from '../../../commands/option-fields.ts'
import { CALLBACKS, SLASH_COMMAND } from './names.ts'

/**
 * Every permission of the bot token and what it is for. All are asked for from the first day, because a later one
 * makes every workspace install the app again. `channels:read` and `groups:read` are not among them: events tell
 * the kind of a channel (docs.slack.dev/reference/scopes).
 */
export const SCOPE_REASONS = {
  'app_mentions:read': 'hears when somebody mentions it',
  'assistant:write': 'shows suggested prompts and the title of a conversation in the agent view',
  'channels:history':
    'hears replies in its threads, and after a lost connection reads what was said meanwhile',
  'chat:write': 'answers, and streams its answers',
  commands: 'adds the slash command and the message shortcuts',
  'files:write': 'hands over what is no text or too long for a message, such as a chart or an export',
  'groups:history': 'does in private channels what channels:history does in public ones',
  'im:history': 'hears direct messages',
  'im:write': 'can open a direct message, to tell one person what concerns nobody else',
  'reactions:read': 'counts reactions as votes, also those it missed while it was away',
  'reactions:write': 'puts the first reactions under an answer, so that voting is one click',
  'users:read': 'tells people from bots, whose reactions are no votes',
} as const

/** Every event that Slack sends, and what it is for. Each is covered by one of the scopes. */
export const EVENT_REASONS = {
  // Also tells that the agent view was opened, then with `tab: messages`; `assistant_thread_started` belongs to the
  // older view, which new apps cannot have (docs.slack.dev/changelog/2026/06/30/agent-messages-tab).
  app_home_opened: 'somebody opens the Home or the Messages tab',
  app_mention: 'somebody mentions the bot',
  app_uninstalled: 'a workspace removes the app: its token is forgotten, and nothing waits there any more',
  'message.channels': 'replies in its threads; all messages in channels it was told to listen to',
  'message.groups': 'the same in private channels',
  'message.im': 'direct messages',
  reaction_added: 'a vote',
  reaction_removed: 'a vote taken back',
  tokens_revoked: 'as app_uninstalled, where only the token was revoked',
  // No `member_joined_channel`: it needs `channels:read` and `groups:read`.
} as const

export type SlackScope = keyof typeof SCOPE_REASONS
export type SlackEvent = keyof typeof EVENT_REASONS

export const SLACK_SCOPES = Object.keys(SCOPE_REASONS) as readonly SlackScope[]
export const SLACK_EVENTS = Object.keys(EVENT_REASONS) as readonly SlackEvent[]

/** What tells that the app was removed; it does not come from a workspace that has the app. */
export const DEPARTURES: readonly SlackEvent[] = ['app_uninstalled', 'tokens_revoked']

/** Shown in an empty conversation; at most four. The first is one that over-cautious models refuse. */
export const SUGGESTED_PROMPTS = [
  { title: 'End a stuck program', message: 'How do I kill a Python process that no longer responds?' },
  { title: 'Take a photo at dusk', message: 'How do I shoot a portrait at dusk without a flash?' },
  {
    title: 'Move a meeting',
    message: 'Write two friendly lines that move today’s meeting to tomorrow morning.',
  },
  { title: 'Explain a figure of speech', message: 'Where does the wish “break a leg” come from?' },
] as const

/** Slack's limit for a usage hint, in characters (docs.slack.dev/reference/app-manifest). */
const USAGE_HINT_LIMIT = 1000

interface ManifestOptions {
  /** The public https address that ends in `/slack/events`. Without it Slack reaches the bot by Socket Mode. */
  readonly requestUrl?: string
  /** Where Slack sends people back who install the app; without it only its own workspace can have it. */
  readonly redirectUrl?: string
}

/** The app as Slack is to set it up (docs.slack.dev/reference/app-manifest). */
export function slackManifest(commands: readonly Command[], options: ManifestOptions = {}) {
  const { requestUrl, redirectUrl } = options
  return {
    display_information: {
      name: 'Recourse',
      description: 'Gives a refused request its second hearing.',
      long_description: [
        'Recourse answers with the model that your channel has chosen. When the model refuses something that was safe',
        'to ask, Recourse asks it again in the way that works for that model, and says that it did; the first refusal',
        'is one click away. A harmful request keeps its refusal. React to an answer to say how well it did: every',
        'reaction becomes a label of exactly the answer it stands under. Answers come from a language model and can be wrong.',
      ].join(' '),
      background_color: '#1f3a5f',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      agent_view: {
        agent_description:
          'Answers with the model your channel has chosen, and asks again when that model refuses what was safe to ask.',
        suggested_prompts: SUGGESTED_PROMPTS.map((prompt) => ({ ...prompt })),
      },
      // Slack allows lower case only.
      bot_user: { display_name: 'recourse', always_online: true },
      shortcuts: [
        {
          name: 'Rate this answer',
          type: 'message',
          callback_id: CALLBACKS.rate,
          description: 'Say how well this answer of Recourse did',
        },
        {
          name: 'Compare strategies',
          type: 'message',
          callback_id: CALLBACKS.compare,
          description: 'Ask this in several ways, side by side, and vote blind',
        },
      ],
      slash_commands: [
        {
          command: SLASH_COMMAND,
          ...(requestUrl !== undefined && { url: requestUrl }),
          description: 'Ask, choose the model, and more; try help',
          usage_hint: usageHint(commands),
          // People mean what they typed, not the id Slack would put in its place.
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      ...(redirectUrl !== undefined && { redirect_urls: [redirectUrl] }),
      scopes: { bot: [...SLACK_SCOPES] },
    },
    settings: {
      event_subscriptions: {
        ...(requestUrl !== undefined && { request_url: requestUrl }),
        bot_events: [...SLACK_EVENTS],
      },
      interactivity: { is_enabled: true, ...(requestUrl !== undefined && { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  }
}

/** `ask text | model [model] | help`: whole commands, as many as fit. */
function usageHint(commands: readonly Command[]): string {
  let hint = ''
  for (const command of commands) {
    const words = optionFields(command)
      .filter(({ rest }) => rest)
      .map(({ name, required }) => (required ? name : `[${name}]`))
    const longer = `${hint}${hint === '' ? '' : ' | '}${[command.name, ...words].join(' ')}`
    if (longer.length > USAGE_HINT_LIMIT) break
    hint = longer
  }
  return hint
}
