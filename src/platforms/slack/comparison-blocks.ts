import type { types } from '@slack/bolt'
import { type ComparedAnswer, type ComparisonView, LETTERS, type Letter } from '../../comparison-types.ts'
import { choiceLabel, choicesOf, comparisonText, factsLine } from '../comparison-text.ts'
import { splitMarkdown } from '../markdown-parts.ts'
import { safeMarkdown } from '../safe-markdown.ts'
import { shareRoom } from '../share-room.ts'
import { section, smallType } from './answer-blocks.ts'
import { markdownBlocks } from './draft.ts'
import { escapeMrkdwn, escapeWithin } from './escape-mrkdwn.ts'
import { ACTIONS } from './names.ts'
import { QUOTE_LINES, quoted } from './thread-opening.ts'

/**
 * Room for all answers, for the request, and for what is behind one answer, in UTF-16 units: with our own words they stay
 * within the 12,000 characters of Markdown, and about 13,000 in all, that one message holds.
 */
const ANSWERS = 9_000
const PROMPT = 800
const FACTS = 300

/** The one message of a comparison as it stands. */
export function comparisonBlocks(view: ComparisonView): types.KnownBlock[] {
  const { title, state } = comparisonText(view, ({ names: [name = ''] }) => `:${name}:`)
  return [
    section(`*${title}*`),
    ...promptBlocks(view),
    ...answerBlocks(view),
    ...votingBlocks(view),
    ...smallType(state),
  ]
}

function promptBlocks({ id, prompt }: ComparisonView): types.KnownBlock[] {
  const isCut = escapeMrkdwn(prompt).length > PROMPT || prompt.split('\n').length > QUOTE_LINES
  return [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: quoted(prompt, PROMPT), verbatim: true },
      ...(isCut && { accessory: readButton(id, 'prompt') }),
    },
  ]
}

function answerBlocks(view: ComparisonView): types.KnownBlock[] {
  const safe = view.answers.map(({ text }) => safeMarkdown(text).trim() || '…')
  const rooms = shareRoom(
    safe.map(({ length }) => length),
    ANSWERS,
  )
  return view.answers.flatMap((answer, index) =>
    answerBlock(view, answer, safe[index] ?? '…', rooms[index] ?? 1),
  )
}

function answerBlock(
  { id, status, votes }: ComparisonView,
  answer: ComparedAnswer,
  text: string,
  room: number,
): types.KnownBlock[] {
  const { letter } = answer
  const [shown = '…', ...rest] = text.length <= room ? [text] : splitMarkdown(text, room)
  const facts = status === 'revealed' ? `\n${escapeWithin(factsLine(answer, votes), FACTS)}` : ''
  return [
    { type: 'divider' },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `*Answer ${letter}*${facts}`, verbatim: true },
      ...(rest.length > 0 && { accessory: readButton(id, letter) }),
    },
    ...markdownBlocks(shown),
  ]
}

function votingBlocks(view: ComparisonView): types.KnownBlock[] {
  const { id, status } = view
  if (status === 'running') {
    return [{ type: 'actions', elements: [button(ACTIONS.compareCancel, 'Cancel', id, 'Stop this')] }]
  }
  if (status !== 'open') return []
  return [
    { type: 'divider' },
    {
      type: 'actions',
      elements: choicesOf(view).map((choice) =>
        button(`${ACTIONS.compareVote}${choice}`, choiceLabel(choice, view), id, 'Vote. Only you are told.'),
      ),
    },
    {
      type: 'actions',
      elements: [button(ACTIONS.compareReveal, 'Reveal', id, 'End the vote and show what wrote each answer')],
    },
  ]
}

/** What stands behind the click on a button that shows something as a whole. */
export function readTarget(action: string): Letter | 'prompt' | undefined {
  const target = action.slice(ACTIONS.compareRead.length)
  return target === 'prompt' ? target : LETTERS.find((letter) => letter === target)
}

function readButton(id: string, which: Letter | 'prompt'): types.Button {
  const what = which === 'prompt' ? 'the request' : `answer ${which}`
  return button(
    `${ACTIONS.compareRead}${which}`,
    'Read all',
    id,
    `Read all of ${what}. Only you will see it.`,
  )
}

/** Our own words only, at most 75 characters each. */
function button(id: string, text: string, value: string, says: string): types.Button {
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text },
    accessibility_label: says,
    value,
  }
}
