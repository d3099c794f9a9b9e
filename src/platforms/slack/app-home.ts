import type { types } from '@slack/bolt'
import type { Command } from '../../../commands/command.ts'
import { usage } from '../../../commands/option-fields.ts'
import type { Codebook } from '../../crowd/codebook.ts'
import { clip } from '../clip.ts'
import { escapeMrkdwn } from './escape-mrkdwn.ts'
import { SLASH_COMMAND } from './names.ts'
import { shownEmoji } from './shown-emoji.ts'

/** Slack's limit for the text of a section (docs.slack.dev/reference/block-kit/blocks/section-block). */
const SECTION_LIMIT = 3000

/** Characters of a name or a meaning; a longer one is cut. Two of them fit a section even when all are escaped. */
const TEXT_LIMIT = 200

interface AppHome {
  /** What answers the person here, in their direct messages with the bot. */
  readonly model: { readonly id: string; readonly scripted: boolean }
  /** The model chosen for the whole workspace, where one was. */
  readonly workspaceModel?: string
  readonly commands: readonly Command[]
  readonly codebook: Codebook
  /** The person's own, the newest first. */
  readonly votes: readonly OwnVote[]
  readonly botUserId: string
}

interface OwnVote {
  readonly emoji: string
  readonly meaning: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The Home tab of one person. */
export function appHomeView(home: AppHome): types.HomeView {
  return {
    type: 'home',
    blocks: [
      header('A refused request deserves a second hearing'),
      ...sections([
        [
          'Ask me something, and the model your channel has chosen answers.',
          'When it refuses what was safe to ask, I ask it again in the way that works for that model and tell you so;',
          'the first refusal stays one click away.',
          'A harmful request keeps its refusal.',
        ].join(' '),
      ]),
      header('How to talk to me'),
      ...sections([
        `•  *In a channel:* mention <@${home.botUserId}>. I answer in a thread, where you go on without mentioning me.`,
        '•  *Between us:* write in the *Messages* tab above.',
        '•  *To say how an answer did:* react to it, or choose *Rate this answer* in the message’s menu.',
      ]),
      { type: 'divider' },
      header('Who answers'),
      ...sections(modelLines(home)),
      context(
        `\`${SLASH_COMMAND} model\` shows what there is, \`${SLASH_COMMAND} model NAME\` chooses for the channel you type it in.`,
      ),
      { type: 'divider' },
      header('Your votes'),
      ...voteBlocks(home.votes),
      { type: 'divider' },
      header('What the reactions mean'),
      ...sections(
        home.codebook.entries.map(
          (entry) => `${shownEmoji(entry)}  \`${shownEmoji(entry)}\`  ${shown(entry.meaning)}`,
        ),
      ),
      { type: 'divider' },
      header('Commands'),
      ...sections(
        home.commands.map(
          (command) =>
            `\`${SLASH_COMMAND} ${code(usage(command).slice(1))}\`  ${shown(command.description)}` +
            (command.access === 'admin' ? ' _(admins)_' : ''),
        ),
      ),
      context('Answers come from a language model and can be wrong.'),
    ],
  }
}

function modelLines({ model, workspaceModel }: AppHome): readonly string[] {
  return [
    `\`${code(model.id)}\` answers you in the *Messages* tab.`,
    ...(model.scripted ? ['It is a scripted stand-in for rehearsals, not a real model.'] : []),
    ...(workspaceModel !== undefined && workspaceModel !== model.id
      ? [`\`${code(workspaceModel)}\` answers where a channel has chosen none.`]
      : []),
  ]
}

function voteBlocks(votes: readonly OwnVote[]): readonly types.KnownBlock[] {
  if (votes.length === 0) {
    return sections(['None yet. React to one of my answers, and your vote shows up here.'])
  }
  return [
    ...sections(votes.map(voteLine)),
    context(
      `Kept under a pseudonym. \`${SLASH_COMMAND} privacy\` shows all that is stored about you, \`${SLASH_COMMAND} forget\` erases it.`,
    ),
  ]
}

function voteLine({ emoji, meaning, at }: OwnVote): string {
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  const date = `<!date^${Math.floor(at / 1000)}^{date_short_pretty}, {time}|${fallback} UTC>`
  return `${shown(emoji)}  ${shown(meaning)}  ·  ${date}`
}

/** One line of text that is not ours. */
function shown(text: string): string {
  return escapeMrkdwn(clip(text.replaceAll(/\s+/g, ' ').trim(), TEXT_LIMIT))
}

/** Text between backticks, which therefore holds none. */
function code(text: string): string {
  return shown(text.replaceAll('`', 'ˋ'))
}

function header(text: string): types.HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } }
}

function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] }
}

/** As few sections as hold all lines. */
function sections(lines: readonly string[]): readonly types.SectionBlock[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last === undefined || last.length + 1 + line.length > SECTION_LIMIT) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts.map((text) => ({ type: 'section', text: mrkdwn(text), expand: true }))
}

/** `verbatim`: Slack makes no links or mentions of what merely looks like one. */
function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true }
}
