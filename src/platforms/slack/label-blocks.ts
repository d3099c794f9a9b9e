import type { types } from '@slack/bolt'
import { SKIPPED } from '../../crowd/label-queue.ts'
import type { LabelChoice, LabelProgress, LabelSheet, LabelTask } from '../../labelling-types.ts'
import { clip } from '../clip.ts'
import { inTitle, NOTHING_LEFT, progressLine, STOPPED } from '../label-words.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { safeMarkdown } from '../safe-markdown.ts'
import { markdownBlocks } from './draft.ts'
import { ACTIONS, SLASH_COMMAND } from './names.ts'
import { shownEmoji } from './shown-emoji.ts'

/** Limits of Block Kit, in characters: https://docs.slack.dev/reference/block-kit */
const SECTION_TEXT = 3000
const BUTTON_TEXT = 75

/** So much of an answer is shown, in UTF-16 units; more would push the buttons out of sight. */
const ANSWER_LIMIT = 6_000

export interface LabelMessage {
  /** For where blocks are not shown. */
  readonly text: string
  readonly blocks: types.KnownBlock[]
}

/** One answer to be labelled, with a button for each thing that can be said of it. */
export function labelMessage(sheet: LabelSheet): LabelMessage {
  const { task, note } = sheet
  const progress = smallType([...(note === undefined ? [] : [note]), whereOne(sheet.progress)])
  if (!task) {
    const undo = undoButton(sheet)
    return {
      text: NOTHING_LEFT,
      blocks: [
        section(NOTHING_LEFT),
        ...(undo.length > 0 ? [{ type: 'actions' as const, elements: undo }] : []),
        progress,
      ],
    }
  }
  return {
    text: 'What is this answer?',
    blocks: [
      ...taskBlocks(task),
      {
        type: 'actions',
        elements: [
          ...sheet.entries.map((entry) =>
            choiceButton(task, entry.label, `${shownEmoji(entry)} ${inTitle(entry.name)}`, entry.meaning),
          ),
          choiceButton(task, SKIPPED, 'Skip', 'Leave this one to others'),
          ...undoButton(sheet),
          button(ACTIONS.stopLabelling, 'Stop', 'stop', 'Stop labelling'),
        ],
      },
      progress,
    ],
  }
}

/** What is left of it when somebody stops. */
export function stoppedMessage({ progress }: LabelSheet): LabelMessage {
  const text = `Thank you. ${whereOne(progress)} ${SLASH_COMMAND} label goes on.`
  return { text, blocks: [section(text)] }
}

/** A line in place of an answer. */
export function labelProblem(text: string): LabelMessage {
  return { text, blocks: [section(text)] }
}

function taskBlocks({ request, reply, answer, stopped }: LabelTask): types.KnownBlock[] {
  const [shown = '', ...rest] = splitMarkdown(safeMarkdown(answer), ANSWER_LIMIT)
  const below = [
    ...(rest.length > 0 ? ['Cut here: the answer is longer.'] : []),
    ...(stopped ? [STOPPED] : []),
  ]
  return [
    smallType([
      `Only you see this. What is this answer? \`${SLASH_COMMAND} codebook\` says what each label means.`,
    ]),
    smallType(['*Request*']),
    ...requestBlocks(request),
    ...(reply === undefined ? [] : [smallType(['*Asked what was meant, they replied*']), section(reply)]),
    smallType(['*Answer*']),
    ...markdownBlocks(shown),
    ...(below.length > 0 ? [smallType(below)] : []),
  ]
}

function requestBlocks(request: string): types.KnownBlock[] {
  const isCut = request.length > SECTION_TEXT
  return [section(request), ...(isCut ? [smallType(['Cut here: the request is longer.'])] : [])]
}

/** Nothing to take back at the beginning. */
function undoButton({ last }: LabelSheet): types.Button[] {
  return last === undefined ? [] : [button(ACTIONS.unlabel, 'Undo', last, 'Take back the label before')]
}

function choiceButton(task: LabelTask, choice: LabelChoice, text: string, meaning: string): types.Button {
  return button(`${ACTIONS.label}${choice}`, text, task.id, meaning)
}

function button(id: string, text: string, value: string, says: string): types.Button {
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: clip(text, BUTTON_TEXT), emoji: true },
    accessibility_label: clip(says, BUTTON_TEXT),
    value,
  }
}

function whereOne(progress: LabelProgress): string {
  return progressLine(progress, 'in this channel')
}

/** As it was written: nothing in it is markup. */
function section(text: string): types.KnownBlock {
  const shown = text.trim() === '' ? '…' : clip(text, SECTION_TEXT)
  return { type: 'section', text: { type: 'plain_text', text: shown, emoji: false } }
}

/** Our own words only. */
function smallType(lines: readonly string[]): types.KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: lines.join('\n'), verbatim: true }] }
}
