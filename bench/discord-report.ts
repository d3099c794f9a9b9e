/** The table of `bench/discord.ts`, and how it stands to the marks. */

import type { PlayedRound } from './chat-contest.ts'
import {
  at,
  besideTable,
  both,
  differences,
  holdLines,
  LEAST_RATIO,
  MOST_LATER,
  mark,
  measured,
  ratios,
  spread,
  table,
} from './chat-report.ts'
import { type DiscordBotKind, type DiscordRoundResult, discordBotKinds } from './discord-messages.ts'

const NAMES: Readonly<Record<DiscordBotKind, string>> = {
  relay: 'bare relay',
  'relay-gathering': 'bare relay that gathers as much first',
  recourse: 'Recourse',
}

/** Markdown. */
export function report(rounds: readonly PlayedRound<DiscordBotKind, DiscordRoundResult>[]): string {
  const rows = discordBotKinds.map((kind) => {
    const all = measured(rounds, kind)
    return [
      NAMES[kind],
      spread(
        all.map(({ answersPerSecond }) => answersPerSecond),
        1,
      ),
      both(all.flatMap(({ firstTexts }) => firstTexts)),
      spread(
        all.map(({ seen }) => seen.writes / seen.answers.length),
        1,
      ),
    ]
  })
  const later = (rival: DiscordBotKind, ours: 'firstTexts' | 'firstTextsUnheld') =>
    at(differences(rounds, rival, ours), 0.5)
  return [
    table(['', 'answers a second', 'first visible text, ms', 'posts and edits for each answer'], rows),
    'Answers a second, posts and edits: median of the rounds (least–most). First text: median / 95th percentile.',
    'Recourse keeps all edits of a channel apart, as Discord limits them, the relay those of one message; the fake',
    'limits neither here.',
    '',
    ...holdLines(rounds),
    '',
    besideTable(
      rounds,
      (['relay', 'relay-gathering'] as const).map((rival) => [rival, NAMES[rival]]),
    ),
    'Medians of the rounds (least–most), each round compared with itself. The relay replies as soon as there is text;',
    'the other flavour gathers as many characters as Recourse holds back, so that the rest is our own work.',
    '',
    mark('throughput beside the relay', at(ratios(rounds, 'relay'), 0.5), 2, 'at least', LEAST_RATIO),
    mark(
      'throughput beside the relay that gathers',
      at(ratios(rounds, 'relay-gathering'), 0.5),
      2,
      'at least',
      LEAST_RATIO,
    ),
    mark(
      'first text later than the relay that gathers, as measured, ms',
      later('relay-gathering', 'firstTexts'),
      1,
      'at most',
      MOST_LATER,
    ),
    mark(
      'first text later than the relay, without the hold, ms',
      later('relay', 'firstTextsUnheld'),
      1,
      'at most',
      MOST_LATER,
    ),
    mark(
      'first text later than the relay, as measured, ms',
      later('relay', 'firstTexts'),
      1,
      'at most',
      MOST_LATER,
    ),
    '',
  ].join('\n')
}
