/**
 * Our bot in Slack beside a bare Bolt app that relays the same model with Slack's streaming: answers a second,
 * time to the first visible text, and time to acknowledge, with all mentions of a round sent at once. Each bot runs
 * in a process of its own, with a fake Slack of its own in another; the fake model is in this one.
 * Run: node bench/slack.ts [--http] [--rounds N] [--at-once N] [--profile FOLDER]
 */
import { parseArgs } from 'node:util'
import { CONTEST_OPTIONS, playContest } from './chat-contest.ts'
import { slackContest } from './slack-contest.ts'
import { report, SHOWN } from './slack-report.ts'

const { values } = parseArgs({ options: { ...CONTEST_OPTIONS, http: { type: 'boolean', default: false } } })

await playContest(
  {
    ...slackContest({ kinds: SHOWN, transport: values.http ? 'http' : 'socket' }),
    platform: values.http ? 'HTTP' : 'Socket Mode',
    waits: [2, 3, 4, 5],
  },
  values,
  report,
)
